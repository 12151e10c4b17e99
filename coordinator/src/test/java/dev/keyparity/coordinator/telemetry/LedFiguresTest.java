package dev.keyparity.coordinator.telemetry;

import static dev.keyparity.coordinator.parity.Reported.NOON;
import static dev.keyparity.coordinator.parity.Reported.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.evidence.Pause;
import dev.keyparity.coordinator.evidence.RecoveryProofs;
import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.parity.HostVerdict;
import dev.keyparity.coordinator.parity.ServiceParity;
import dev.keyparity.coordinator.telemetry.LedFigures.Led;
import dev.keyparity.coordinator.telemetry.LedFigures.OnRecord;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.coordinator.workflow.StepState;
import dev.keyparity.daemon.status.MetricDeclaration;
import dev.keyparity.daemon.status.Sample;
import dev.keyparity.keyring.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedFiguresTest {
  private static ServiceParity.Host host(
      String name, @Nullable Verdict verdict, boolean pending, boolean told) {
    return new ServiceParity.Host(
        new HostVerdict(name, verdict, "", List.of(), Set.of(), "", "", pending, false, false),
        verdict == null ? null : NOON,
        told);
  }

  private static ServiceParity.Host host(String name, @Nullable Verdict verdict) {
    return host(name, verdict, false, false);
  }

  private static List<Sample> samples(MetricDeclaration metric, Led led) {
    return Objects.requireNonNull(LedFigures.ALL.get(metric))
        .of(led, NOON.plusSeconds(90))
        .toList();
  }

  private static List<Sample> samples(MetricDeclaration metric, ServiceParity.Host... hosts) {
    return samples(
        metric, new Led(SERVICE, new ServiceParity(List.of(), "", List.of(hosts)), 0, null));
  }

  private static List<Sample> samples(MetricDeclaration metric, OnRecord record) {
    return samples(
        metric, new Led(SERVICE, new ServiceParity(List.of(), "", List.of()), 0, record));
  }

  private static OnRecord run(@Nullable RunJournal run) {
    return new OnRecord(null, RecoveryProofs.NONE, null, run);
  }

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void verdict_everyOne_isTheOnlySeries_andOnlyProvenOnesAreGood(Verdict verdict) {
    assertThat(samples(Declared.HOST_PARITY, host("kms1", verdict)))
        .containsExactly(Sample.of(1, SERVICE, "kms1", verdict.name()));
    boolean good = verdict == Verdict.IN_PARITY || verdict == Verdict.EQUIVALENT;
    assertThat(samples(Declared.HOST_IN_PARITY, host("kms1", verdict)))
        .containsExactly(Sample.of(good ? 1 : 0, SERVICE, "kms1"));
  }

  @Test
  void nothingApproved_noVerdictAndNobodyIsBad() {
    assertThat(samples(Declared.HOST_PARITY, host("kms1", null))).isEmpty();
    assertThat(samples(Declared.HOST_IN_PARITY, host("kms1", null))).isEmpty();
  }

  /** Else the alert that no host is good would fire at each change of leadership. */
  @Test
  void hostNotHeardYet_nobodyIsSaidToBeBad_butTheVerdictsAre() {
    ServiceParity.Host bad = host("kms1", Verdict.DIVERGED);
    ServiceParity.Host pending = host("kms2", Verdict.UNKNOWN, true, false);

    assertThat(samples(Declared.HOST_IN_PARITY, bad, pending)).isEmpty();
    assertThat(samples(Declared.HOST_PARITY, bad, pending))
        .containsExactly(
            Sample.of(1, SERVICE, "kms1", "DIVERGED"), Sample.of(1, SERVICE, "kms2", "UNKNOWN"));
  }

  @Test
  void driftAge_onlyOfADriftThatWasTold() {
    assertThat(
            samples(
                Declared.DRIFT_AGE,
                host("kms1", Verdict.IN_PARITY),
                host("kms2", Verdict.DIVERGED, false, true),
                host("kms3", Verdict.DIVERGED)))
        .containsExactly(Sample.of(90, SERVICE, "kms2"));
  }

  @Test
  void enforcement_paused_isOneAndHasTheAgeOfItsRecord_elseNeither() {
    Pause paused = new Pause(NOON.minusSeconds(60), "bob", "storage work");

    assertThat(samples(Declared.PAUSED, enforcing(paused))).containsExactly(Sample.of(1, SERVICE));
    assertThat(samples(Declared.PAUSE_AGE, enforcing(paused)))
        .containsExactly(Sample.of(150, SERVICE));
    assertThat(samples(Declared.PAUSED, enforcing(null))).isEmpty();
    assertThat(samples(Declared.PAUSE_AGE, enforcing(null))).isEmpty();
  }

  private static OnRecord enforcing(@Nullable Pause pause) {
    return new OnRecord(null, RecoveryProofs.NONE, pause, null);
  }

  @ParameterizedTest
  @EnumSource(RunState.class)
  void run_open_standsAtItsCurrentStep_overNot(RunState state) {
    boolean over = state.isTerminal();
    OnRecord record =
        run(Runs.of(Runs.ONE, state, StepState.DONE, over ? StepState.DONE : StepState.RUNNING));

    assertThat(samples(Declared.RUN_STEP_STATE, record))
        .isEqualTo(over ? List.of() : List.of(Sample.of(1, SERVICE, "divergence", state.text())));
    assertThat(samples(Declared.RUN_AGE, record))
        .isEqualTo(over ? List.of() : List.of(Sample.of(90, SERVICE)));
  }

  @Test
  void run_noneOrNotRead_nothing() {
    assertThat(samples(Declared.RUN_AGE, run(null))).isEmpty();
    assertThat(samples(Declared.RUN_AGE)).isEmpty();
    assertThat(samples(Declared.RECOVERY_PROVEN)).isEmpty();
    assertThat(samples(Declared.MATRIX_PAIRS, run(null))).isEmpty();
  }

  @Test
  void matrix_whatMemoryAnswered_isNoProof() {
    MatrixResult matrix =
        new MatrixResult(
            NOON,
            List.of(
                new MatrixResult.Pair("kms1", "kms2", null, true, "", false),
                new MatrixResult.Pair("kms2", "kms1", null, true, "", true),
                new MatrixResult.Pair("kms1", "kms3", null, false, "403", false)));

    assertThat(
            samples(Declared.MATRIX_PAIRS, new OnRecord(matrix, RecoveryProofs.NONE, null, null)))
        .containsExactly(
            Sample.of(1, SERVICE, "failed"),
            Sample.of(1, SERVICE, "memory_only"),
            Sample.of(1, SERVICE, "ok"));
  }
}
