package dev.keyparity.coordinator.parity;

import static dev.keyparity.coordinator.parity.Reported.KEY;
import static dev.keyparity.coordinator.parity.Reported.ROGUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.HostFacts;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.workflow.ActState;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.keyring.Verdict;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SanctionsTest {
  private static HostVerdict holding(String host, String secring) {
    return new HostVerdict(
        host, Verdict.DIVERGED, "", List.of(), Set.of(), "", secring, false, false);
  }

  private final PlanRecord plan;

  SanctionsTest() throws InterruptedException {
    plan = OpenRuns.plan();
  }

  private Sanctions during(RunState state, String... installedOn) {
    return Sanctions.of(OpenRuns.journal(plan, state, List.of(installedOn)), plan);
  }

  @ParameterizedTest
  @EnumSource(
      value = RunState.class,
      names = {"RUNNING", "WAITING", "BLOCKED", "PAUSED", "FAILED"})
  void openRun_whatItReplacesAndInstalls_covered(RunState state) {
    Sanctions sanctions = during(state);

    assertThat(sanctions.covers(holding("kms2", HostFacts.ABSENT))).isTrue();
    assertThat(sanctions.covers(holding("kms2", KEY.sha256()))).isTrue();
    assertThat(sanctions.covers(holding("kms3", KEY.sha256()))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = RunState.class,
      names = {"DONE", "ABORTED"})
  void endedRun_nothingCovered(RunState state) {
    assertThat(during(state)).isEqualTo(Sanctions.NONE);
  }

  @Test
  void openRun_anythingElse_notCovered() {
    Sanctions sanctions = during(RunState.RUNNING);

    assertThat(sanctions.covers(holding("kms2", ROGUE.sha256()))).isFalse();
    // The reference gets nothing.
    assertThat(sanctions.covers(holding("kms1", HostFacts.ABSENT))).isFalse();
    // A key file that could not be read is none that anybody signed for.
    assertThat(sanctions.covers(holding("kms2", ""))).isFalse();
  }

  /** Putting back what was just replaced is a rogue change inside the window. */
  @Test
  void installedAlready_whatWasReplaced_notCoveredAnyMore() {
    Sanctions sanctions = during(RunState.RUNNING, "kms2");

    assertThat(sanctions.covers(holding("kms2", HostFacts.ABSENT))).isFalse();
    assertThat(sanctions.covers(holding("kms2", KEY.sha256()))).isTrue();
    assertThat(sanctions.covers(holding("kms3", HostFacts.ABSENT))).isTrue();
  }

  @Test
  void installOnlyIntended_whatItReplaces_stillCovered() {
    Sanctions sanctions =
        Sanctions.of(
            OpenRuns.journal(plan, RunState.RUNNING, OpenRuns.install("kms2", ActState.INTENDED)),
            plan);

    assertThat(sanctions.covers(holding("kms2", HostFacts.ABSENT))).isTrue();
  }
}
