package dev.keyparity.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.wording.InstallationFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The list in the document is the list in the source, and each fault has a test that names it. */
class DoctorDocumentTest {
  private static final Path PAGE = Path.of("../docs/operations/doctor.md");
  private static final String READINESS =
      "../coordinator/src/test/java/dev/keyparity/coordinator/enablement/readiness/";
  private static final Pattern SECTION = Pattern.compile("(?ms)^### `([a-z-]+)`\\n(.*?)(?=^#|\\z)");

  private static Map<String, String> sections() {
    Map<String, String> sections = new TreeMap<>();
    matches().forEach(it -> sections.put(it.group(1), it.group(2)));
    return sections;
  }

  private static Stream<MatchResult> matches() {
    try {
      return SECTION.matcher(Files.readString(PAGE)).results();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sort(InstallationFault fault) {
    return switch (fault.sort()) {
      case CONFIGURATION -> "fault, exit 3";
      case UNREACHABLE -> "fault, exit 4";
      case NO_LEADER -> "fault, exit 5";
      case BLOCKED -> "fault, exit 7";
      case WARNING -> "warning";
    };
  }

  @Test
  void documentedCodes_areThoseOfTheSourceInTheSameOrder() {
    assertThat(matches().map(it -> it.group(1)))
        .containsExactlyElementsOf(
            Arrays.stream(InstallationFault.values()).map(InstallationFault::code).toList());
  }

  @ParameterizedTest
  @EnumSource
  void eachFault_isDocumentedWithSortMeaningAndCommand(InstallationFault fault) {
    assertThat(sections().get(fault.code()))
        .startsWith("*" + sort(fault) + "*: " + fault.meaning() + ".\n")
        .containsPattern("(?m)^```\\n\\S");
  }

  @ParameterizedTest
  @EnumSource
  void eachFault_isNamedByATestOfTheChecks(InstallationFault fault) {
    assertThat(tests()).anyMatch(source -> source.contains("\"" + fault.code() + "\""));
  }

  private static List<String> tests() {
    return Stream.of(
            "src/test/java/dev/keyparity/cli/doctor/OperatorChecksTest.java",
            "src/test/java/dev/keyparity/cli/doctor/ServiceLinesTest.java",
            READINESS + "InstallationChecksTest.java",
            READINESS + "SettingChecksTest.java")
        .map(Path::of)
        .map(
            file -> {
              try {
                return Files.readString(file);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }
}
