package dev.keyparity.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Prometheus's own tool reads the rules and runs their tests; each alert leads somewhere. */
class AlertRulesIT {
  private static final Path RULES = Path.of("src/main/prometheus");
  private static final String ALERTS = "keyparity-alerts.yaml";
  private static final String TESTS = "keyparity-alerts-test.yaml";

  @Test
  void rules_readByPromtool_accepted() throws Exception {
    Tool.PROMTOOL.accepts(RULES, "check", "rules", ALERTS);
  }

  /** Its files are those of another machine. */
  @Test
  void scrapeExample_readByPromtool_accepted() throws Exception {
    Tool.PROMTOOL.accepts(RULES, "check", "config", "--syntax-only", "keyparity-scrape.yaml");
  }

  @Test
  void rules_testedByPromtool_fireAsWritten() throws Exception {
    assertThat(Tool.PROMTOOL.accepts(RULES, "test", "rules", TESTS)).contains("SUCCESS");
  }

  @Test
  void everyAlert_isTested() throws Exception {
    List<String> alerts = all(ALERTS, "- alert: (\\w+)");

    assertThat(new TreeSet<>(all(TESTS, "alertname: (\\w+)")))
        .isEqualTo(new TreeSet<>(alerts))
        .isNotEmpty();
  }

  @Test
  void everyAlert_namesARunbookThatExists() throws Exception {
    List<String> runbooks = all(ALERTS, "runbook_url: (\\S+)");

    assertThat(runbooks).hasSameSizeAs(all(ALERTS, "- alert: (\\w+)"));
    assertThat(runbooks).allMatch(runbook -> Files.isRegularFile(Path.of("..", runbook)));
  }

  private static List<String> all(String file, String pattern) throws Exception {
    String text = Files.readString(RULES.resolve(file));
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult result) -> result.group(1))
        .toList();
  }
}
