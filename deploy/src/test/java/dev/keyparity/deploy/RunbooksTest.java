package dev.keyparity.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever is sent to a runbook finds one, and each is one that somebody is sent to. */
class RunbooksTest {
  private static final Path ROOT = Path.of("..");
  private static final Path RUNBOOKS = ROOT.resolve("docs/operations/runbooks");
  private static final Pattern DOCUMENT = Pattern.compile("docs/[A-Za-z0-9_/-]+\\.md");
  private static final Pattern ALERT =
      Pattern.compile("(?s)- alert: (\\w+)\n.*?runbook_url: (\\S+)");
  private static final Pattern NAMED = Pattern.compile("runbooks/([a-z-]+\\.md)");

  @Test
  void runbooks_thatCodeAndRulesName_areThose() throws Exception {
    Set<String> named = new TreeSet<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file : files.filter(RunbooksTest::mayName).toList()) {
        NAMED.matcher(Files.readString(file)).results().forEach(it -> named.add(it.group(1)));
      }
    }
    assertThat(named).contains("key-drift.md").isEqualTo(written());
  }

  /** And those that a golden file says they are sent to. */
  @Test
  void documents_thatCodeSendsOperatorsTo_exist() throws Exception {
    Set<String> named = new TreeSet<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file : files.filter(it -> mayName(it) || isGoldenText(it)).toList()) {
        DOCUMENT.matcher(Files.readString(file)).results().forEach(it -> named.add(it.group()));
      }
    }
    assertThat(named)
        .contains("docs/operations/copy-out.md")
        .allSatisfy(document -> assertThat(ROOT.resolve(document)).isRegularFile());
  }

  private static boolean mayName(Path file) {
    String path = file.toString();
    return path.contains("/src/main/")
        && !path.contains("/target/")
        && (path.endsWith(".java") || path.endsWith(".yaml"));
  }

  private static boolean isGoldenText(Path file) {
    String path = file.toString();
    return path.contains("/src/test/resources/golden/")
        && (path.endsWith(".txt") || path.endsWith(".json") || path.endsWith(".html"));
  }

  private static Set<String> written() throws IOException {
    try (Stream<Path> files = Files.list(RUNBOOKS)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** Whoever comes by an alert sees at once that it is the right page. */
  @Test
  void everyAlert_standsInTheTitleOfItsRunbook() throws Exception {
    String rules = Files.readString(Path.of("src/main/prometheus/keyparity-alerts.yaml"));
    List<MatchResult> alerts = ALERT.matcher(rules).results().toList();
    assertThat(alerts).hasSizeGreaterThan(15);
    for (MatchResult alert : alerts) {
      String title = Files.readAllLines(ROOT.resolve(alert.group(2))).get(0);
      assertThat(title).containsPattern("\\b" + alert.group(1) + "\\b");
    }
  }

  @Test
  void everyRunbook_hasTheFormOfItsSiblings() throws Exception {
    for (String name : written()) {
      assertThat(Files.readString(RUNBOOKS.resolve(name)))
          .as(name)
          .startsWith("# Keyparity")
          .containsSubsequence("\n**Meaning.** ", "\n## Check\n", "\n## Act\n", "\n## Verify\n");
    }
  }
}
