package dev.keyparity.testbed.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final Path DIRECTORY = Path.of("/home/dev/keyparity/target/demo");

  private static Report played() {
    Report report = new Report();
    report.put("matrix_before", Map.of("pairs", 6, "ok", 0));
    report.put("load_balanced_before", Map.of("operations", 24, "ok", 24, "misled", 8));
    report.put("blocked", Map.of("keys_by_host", Map.of("kms1", List.of("4F2A"))));
    report.put("leader_killed_during", "synchronize-key");
    report.put("finished_by", "coord2");
    report.put("matrix_after", Map.of("pairs", 6, "ok", 6));
    report.put("survey_after", Map.of("versions", 9, "given_up", 2, "opened_by_all", 7));
    report.put("kms_down_at_once_max", 1);
    report.put("down_intervals", List.of(Map.of("host", "kms2", "duration_ms", 4321)));
    report.put("refused_scene", Map.of("exit", 8, "files_changed", 0));
    report.put(
        "drift", new DriftFigures("kms2", "DIVERGED", List.of(44L, 50L, 69L), true).fields());
    report.put("repaired", true);
    report.put("backups", List.of(Map.of("file", "/b/one.tar.gpg", "verified", true)));
    report.put("recovery_key", "/home/dev/recovery-secret.asc");
    report.put("duration_ms", 192_000);
    return report;
  }

  @Test
  void of_wholeStory_saysWhatWasShownOn80Columns() {
    Report report = played();
    report.succeeded();

    String text = Summary.of(report, DIRECTORY);

    assertThat(text.lines())
        .allMatch(line -> line.length() <= 80 && line.equals(line.stripTrailing()));
    assertThat(text.replaceAll("\\s+", " "))
        .startsWith("keyparity demo: ok after 3 min 12 s")
        .contains("0 of 6", "6 of 6", "9 key versions", "kill -9 during synchronize-key", "coord2")
        .contains("at most 1 of 3 KMS down at once", "the longest 4321 ms")
        .contains("exit 8, 0 files changed", "after 50 ms", "alerted", "repaired")
        .contains("1, of which 1 verified", "/home/dev/recovery-secret.asc", "/b", "console.log");
  }

  @Test
  void of_storyThatStopped_saysWhereAndWhyAndNothingThatWasNotPlayed() {
    Report report = new Report();
    report.put("matrix_before", Map.of("pairs", 6, "ok", 0));
    report.failed("the operator enables", "enable: exit 4 (expected: 7)");

    String text = Summary.of(report, DIRECTORY);

    assertThat(text.replaceAll("\\s+", " "))
        .startsWith("keyparity demo: failed")
        .contains("the operator enables", "enable: exit 4 (expected: 7)", "0 of 6")
        .doesNotContain("drift", "backups", "repaired", "null");
  }
}
