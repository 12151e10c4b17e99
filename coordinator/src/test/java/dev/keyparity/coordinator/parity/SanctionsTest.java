package dev.keyparity.coordinator.parity;

import static dev.keyparity.coordinator.parity.Reported.KEY;
import static dev.keyparity.coordinator.parity.Reported.ROGUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.workflow.ActState;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.keyring.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SanctionsTest {
  private static HostVerdict holding(String host, String secring) {
    return new HostVerdict(
        host, Verdict.DIVERGED, "", List.of(), Set.of(), "", secring, false, false, false);
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

  /** The install is in the journal at noon; the report is what the fleet still has of before. */
  @ParameterizedTest
  @CsvSource({"0, 100, true", "500, 400, false", "500, 600, true", "-1000, 5000, false"})
  void report_thatMayBeOlderThanTheInstall_coveredWithWhatWasReplaced(
      long millisAfter, long age, boolean covered) {
    Instant now = Reported.NOON.plusMillis(millisAfter);

    Sanctions sanctions = during(RunState.RUNNING, "kms2").asOf(reported("kms2", age), now);

    assertThat(sanctions.covers(holding("kms2", HostFacts.ABSENT))).isEqualTo(covered);
    assertThat(sanctions.covers(holding("kms2", ROGUE.sha256()))).isFalse();
    assertThat(sanctions.covers(holding("kms2", KEY.sha256()))).isTrue();
  }

  private static ServiceView reported(String host, long age) {
    HostView view =
        new HostView(host, HostView.Freshness.FRESH, "", Duration.ofMillis(age), null, null);
    return new ServiceView(Reported.SERVICE, new TreeMap<>(Map.of(host, view)));
  }

  @Test
  void host_neverHeardOf_coveredWithNothingMore() {
    Sanctions sanctions =
        during(RunState.RUNNING, "kms2")
            .asOf(
                new ServiceView(
                    Reported.SERVICE, new TreeMap<>(Map.of("kms2", HostView.connecting("kms2")))),
                Reported.NOON);

    assertThat(sanctions.covers(holding("kms2", HostFacts.ABSENT))).isFalse();
  }
}
