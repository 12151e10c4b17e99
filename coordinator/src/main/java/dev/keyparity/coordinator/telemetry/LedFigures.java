package dev.keyparity.coordinator.telemetry;

import static java.util.Map.entry;

import dev.keyparity.coordinator.evidence.Pause;
import dev.keyparity.coordinator.evidence.RecoveryProofs;
import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.parity.HostVerdict;
import dev.keyparity.coordinator.parity.ServiceParity;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.daemon.status.MetricDeclaration;
import dev.keyparity.daemon.status.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a service that is led stands, as samples. Pure. */
@FunctionalInterface
interface LedFigures {
  Stream<Sample> of(Led service, Instant now);

  /**
   * One service.
   *
   * @param drifts told of it by this process
   * @param recordOrNull null before it was read
   */
  record Led(String service, ServiceParity parity, long drifts, @Nullable OnRecord recordOrNull) {
    Optional<OnRecord> record() {
      return Optional.ofNullable(recordOrNull);
    }

    Optional<RunJournal> openRun() {
      return record().map(OnRecord::run).filter(run -> !run.state().isTerminal());
    }
  }

  /**
   * What is on record of it.
   *
   * @param matrix the last one
   * @param pause null while enforcement is not paused
   * @param run the open one, or the last
   */
  record OnRecord(
      @Nullable MatrixResult matrix,
      RecoveryProofs proofs,
      @Nullable Pause pause,
      @Nullable RunJournal run) {}

  /** All of them. */
  Map<MetricDeclaration, LedFigures> ALL =
      Map.ofEntries(
          entry(Declared.HOST_PARITY, LedFigures::verdicts),
          entry(Declared.HOST_IN_PARITY, LedFigures::inParity),
          entry(Declared.DRIFT_AGE, LedFigures::driftAges),
          entry(
              Declared.DRIFTS,
              (led, now) -> Stream.of(Sample.of((double) led.drifts(), led.service()))),
          entry(Declared.WARNING_DRIFT, LedFigures::warnings),
          entry(Declared.RUN_AGE, LedFigures::runAge),
          entry(Declared.RUN_STEP_STATE, LedFigures::runStep),
          entry(Declared.MATRIX_PAIRS, LedFigures::matrix),
          entry(Declared.RECOVERY_PROVEN, LedFigures::recoveryKeys),
          entry(Declared.PAUSED, LedFigures::paused),
          entry(Declared.PAUSE_AGE, LedFigures::pauseAge));

  private static Stream<HostVerdict> hosts(Led led) {
    return led.parity().hosts().stream().map(ServiceParity.Host::verdict);
  }

  private static Stream<Sample> verdicts(Led led, Instant now) {
    return hosts(led)
        .flatMap(
            host ->
                host.verdict().stream()
                    .map(verdict -> Sample.of(1, led.service(), host.host(), verdict.name())));
  }

  /**
   * While a new leader has not heard every host yet there are none: a sum over those it has heard
   * would say that no host is good.
   */
  private static Stream<Sample> inParity(Led led, Instant now) {
    return hosts(led).anyMatch(HostVerdict::isNotKnownYet)
        ? Stream.of()
        : hosts(led)
            .filter(host -> host.verdict().isPresent())
            .map(host -> Sample.of(host.isInParity() ? 1 : 0, led.service(), host.host()));
  }

  private static Stream<Sample> driftAges(Led led, Instant now) {
    return led.parity().hosts().stream()
        .filter(ServiceParity.Host::isToldDrift)
        .map(
            host ->
                Sample.of(
                    secondsSince(host.since().orElse(now), now),
                    led.service(),
                    host.verdict().host()));
  }

  private static Stream<Sample> warnings(Led led, Instant now) {
    return hosts(led)
        .flatMap(
            host ->
                host.warningKinds().stream()
                    .map(kind -> Sample.of(1, led.service(), host.host(), kind)));
  }

  private static Stream<Sample> runAge(Led led, Instant now) {
    return led.openRun().stream()
        .map(run -> Sample.of(secondsSince(run.startedAt(), now), led.service()));
  }

  /** Of the run, not of its step: a step may rest while the run is paused. */
  private static Stream<Sample> runStep(Led led, Instant now) {
    return led.openRun().stream()
        .flatMap(
            run ->
                run.current().stream()
                    .map(
                        step ->
                            Sample.of(1, led.service(), step.id().value(), run.state().text())));
  }

  private static Stream<Sample> matrix(Led led, Instant now) {
    return led.record().map(OnRecord::matrix).stream()
        .flatMap(matrix -> matrix.pairs().stream())
        .collect(Collectors.groupingBy(LedFigures::result, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(counted -> Sample.of((double) counted.getValue(), led.service(), counted.getKey()));
  }

  private static String result(MatrixResult.Pair pair) {
    if (!pair.ok()) {
      return "failed";
    }
    return pair.memoryOnly() ? "memory_only" : "ok";
  }

  private static Stream<Sample> recoveryKeys(Led led, Instant now) {
    return led.record().stream()
        .map(record -> Sample.of(record.proofs().proofs().size(), led.service()));
  }

  private static Stream<Sample> paused(Led led, Instant now) {
    return pause(led).map(pause -> Sample.of(1, led.service()));
  }

  /** By the record, not by how long a leader has seen it: a new leader does not begin anew. */
  private static Stream<Sample> pauseAge(Led led, Instant now) {
    return pause(led).map(pause -> Sample.of(secondsSince(pause.since(), now), led.service()));
  }

  private static Stream<Pause> pause(Led led) {
    return led.record().map(OnRecord::pause).stream();
  }

  /** A beginning that lies ahead shows a clock that was set back. */
  private static double secondsSince(Instant begun, Instant now) {
    return Math.max(0, Duration.between(begun, now).toSeconds());
  }
}
