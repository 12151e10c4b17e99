package dev.keyparity.daemon.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricDeclarationTest {

  @Test
  void markdown_isTheReferenceTable() {
    assertThat(
            MetricDeclaration.toMarkdown(
                List.of(
                    MetricDeclaration.gauge(
                        "keyparity_host_parity", "One.", "service", "host", "verdict"),
                    MetricDeclaration.counter("keyparity_drift_detected_total", "Two."))))
        .isEqualTo(
            """
            | metric | type | labels | meaning |
            |---|---|---|---|
            | `keyparity_host_parity` | gauge | `service`, `host`, `verdict` | One. |
            | `keyparity_drift_detected_total` | counter |  | Two. |
            """);
  }

  @Test
  void suffix_mustBeThatOfTheType() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricDeclaration.counter("keyparity_drift_detected", "x"))
        .withMessage("metric: keyparity_drift_detected (expected: keyparity_…_total)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricDeclaration.histogram("keyparity_rpc_ms", "x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricDeclaration.info("keyparity_build", "x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricDeclaration.gauge("keyparity_drift_total", "x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricDeclaration.gauge("keyparity_build_info", "x"));
    assertThat(MetricDeclaration.gauge("keyparity_backup_age_seconds", "x").labels()).isEmpty();
  }

  @Test
  void namesAndLabels_haveOneSpelling() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricDeclaration.gauge("host_parity", "x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricDeclaration.gauge("keyparity_Host", "x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricDeclaration.gauge("keyparity_host", "x", "Host"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricDeclaration.gauge("keyparity_host", "x", "host", "host"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricDeclaration.gauge("keyparity_host", " "));
  }
}
