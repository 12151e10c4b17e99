package dev.keyparity.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import org.junit.jupiter.api.Test;

/** Which requests count as refused for safety, and under which label. */
class AgentMetricsTest {
  @Test
  void refusalByAnInvariant_countsUnderIt() {
    KeyparityException stale = new KeyparityException(ErrorCode.STALE_LEADER, "older");

    assertThat(AgentMetrics.rule(stale.withRule("I3"))).contains("I3");
  }

  @Test
  void refusalForSafety_thatIsOfNoInvariant_countsUnderItsCode() {
    assertThat(AgentMetrics.rule(new KeyparityException(ErrorCode.WARRANT_MISSING, "none")))
        .contains("WARRANT_MISSING");
  }

  @Test
  void mistakeOrFault_isNoRefusalForSafety() {
    assertThat(AgentMetrics.rule(new KeyparityException(ErrorCode.USAGE, "no such argument")))
        .isEmpty();
    assertThat(AgentMetrics.rule(new KeyparityException(ErrorCode.DISK_FULL, "no space")))
        .isEmpty();
  }
}
