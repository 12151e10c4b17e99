package dev.keyparity.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No format without a file that shows it, and no such file that no test reads. */
class StoredFormatsTest {
  private static final Path ROOT = Path.of("..");

  /** What has formats; the testbed's are its own. */
  private static final List<String> MODULES =
      List.of("keyring", "daemon", "agent", "coordinator", "cli");

  /** In a string of its own or at the beginning of one: not in prose. */
  private static final Pattern FORMAT = Pattern.compile("\"(keyparity\\.[a-z-]+/[0-9]+)[ \"]");

  /** What a program prints for others: held by the golden files of the command line. */
  private static final Pattern PRINTED =
      Pattern.compile("(?:schema\\(|SCHEMA = )\\s*\"(keyparity\\.[a-z-]+/[0-9]+)\"");

  /** Named like formats and never stored. */
  private static final Set<String> NOT_STORED =
      Set.of(
          // The beginning of what is digested or signed.
          "keyparity.bundle-signature/1",
          "keyparity.identity/1",
          "keyparity.request-id/1",
          // What an HTTP endpoint answers.
          "keyparity.health/1");

  private static List<Path> files(String below, Predicate<Path> which) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String module : MODULES) {
      Path folder = ROOT.resolve(module).resolve(below);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> all = Files.walk(folder)) {
          all.filter(Files::isRegularFile).filter(which).forEach(found::add);
        }
      }
    }
    return found;
  }

  /** Byte for character: some golden files are not text. */
  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> stored() throws IOException {
    Set<String> stored = new TreeSet<>();
    for (Path source : files("src/main/java", it -> it.toString().endsWith(".java"))) {
      String text = text(source);
      FORMAT.matcher(text).results().forEach(it -> stored.add(it.group(1)));
      PRINTED.matcher(text).results().forEach(it -> stored.remove(it.group(1)));
    }
    stored.removeAll(NOT_STORED);
    return stored;
  }

  @Test
  void everyStoredFormat_hasAGoldenFileThatATestReads() throws Exception {
    String tests =
        files("src/test/java", it -> it.toString().endsWith(".java")).stream()
            .map(StoredFormatsTest::text)
            .collect(Collectors.joining());
    TreeMap<Path, String> golden = new TreeMap<>();
    for (Path file : files("src/test/resources/golden", it -> true)) {
      if (tests.contains(file.getFileName().toString())) {
        golden.put(file, text(file));
      }
    }

    Set<String> without = stored();
    without.removeIf(format -> golden.values().stream().anyMatch(it -> it.contains(format)));

    assertThat(stored()).contains("keyparity.warrant/1", "keyparity.run/1", "keyparity.fence/1");
    assertThat(without).as("stored formats without a golden file").isEmpty();
  }
}
