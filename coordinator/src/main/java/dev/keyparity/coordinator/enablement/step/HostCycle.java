package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.ActFailure;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.ActState;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.Next;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.coordinator.workflow.StepRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How far one host has come through stop and start in one step, and what both steps that restart a
 * KMS have in common. Pure.
 */
final class HostCycle {
  private static final int MOST_STOPS = 3;
  private static final Duration START_PATIENCE = Duration.ofMinutes(3);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
  private static final Duration SERVING_PATIENCE = Duration.ofMinutes(2);

  /** What the vendor's key provider says when it finds another key on another host. */
  private static final String VENDOR_SENTENCE =
      "Unable to verify private key match between KMS hosts";

  private final StepContext<World> context;
  private final String host;

  HostCycle(StepContext<World> context, String host) {
    this.context = context;
    this.host = host;
  }

  private StepRecord record() {
    return context.record();
  }

  private World world() {
    return context.world();
  }

  String host() {
    return host;
  }

  /** Whether this step has begun to do anything to the host's KMS or its key file. */
  boolean isTouched() {
    return List.of(Acts.STOP, Acts.INSTALL, Acts.START).stream()
        .anyMatch(act -> record().latest(act, host).isPresent());
  }

  /** Whether this step has not even asked for a stop of the host's KMS. */
  boolean wasNeverStopped() {
    return record().latest(Acts.STOP, host).isEmpty();
  }

  /** Whether the agent found that the key file must not be replaced while that KMS runs. */
  boolean wasRefusedWhileItRuns() {
    return record()
        .latest(Acts.INSTALL, host)
        .map(ActRecord::failure)
        .filter(failure -> failure.code().equals(ErrorCode.KMS_RUNNING.name()))
        .isPresent();
  }

  /** An act that is done and was asked for after a moment. */
  Optional<ActRecord> doneSince(String act, Instant moment) {
    return record().done(act, host).filter(it -> !it.intendedAt().isBefore(moment));
  }

  /** When our stop was done; the beginning of time if there was none. */
  Instant stoppedAt() {
    return record().done(Acts.STOP, host).flatMap(HostCycle::endOf).orElse(Instant.EPOCH);
  }

  static Optional<Instant> endOf(ActRecord act) {
    return Optional.ofNullable(act.endedAt());
  }

  /**
   * Between our stop, be it only intended, and the start after it: here nothing may rest, because
   * the host is down through us.
   */
  boolean isBetween() {
    Optional<ActRecord> stop =
        record().latest(Acts.STOP, host).filter(act -> act.state() != ActState.FAILED);
    return stop.isPresent()
        && doneSince(Acts.START, stop.get().intendedAt())
            .filter(start -> world().fresh(host).filter(HostFacts::isUp).isPresent())
            .isEmpty();
  }

  /** Asks for a stop, if the others hold the service meanwhile. */
  Decision stop(String identity) {
    ServingElsewhere elsewhere = new ServingElsewhere(world(), host, identity);
    if (elsewhere.isEnough()) {
      return Decision.perform(Act.of(Acts.STOP, host));
    }
    String obstacle = elsewhere.obstacle();
    return new Decision.Wait(
        "serving:" + host,
        obstacle,
        SERVING_PATIENCE,
        Decision.blocked("last-serving", obstacle, elsewhere.whatToDo()));
  }

  /**
   * How soon the host's turn comes: one that a step has begun is ended first, then come those whose
   * KMS is down, because they count as serving for none and can be brought up without any permit.
   */
  int turn() {
    boolean down = world().fresh(host).filter(HostFacts::isDown).isPresent();
    return isTouched() ? 0 : down ? 1 : 2;
  }

  /**
   * Whether the KMS is down, as last seen: by a report made after our stop, else by that stop
   * itself. Empty if neither says anything.
   */
  Optional<Boolean> isDown() {
    Optional<ActRecord> stop = record().done(Acts.STOP, host);
    return world()
        .freshSince(host, stoppedAt())
        .map(HostFacts::isDown)
        .or(() -> stop.map(act -> "down".equals(act.facts().get(Acts.KMS))));
  }

  /** Stops are not repeated for ever against whatever else starts the KMS; a resume counts anew. */
  Optional<Decision> startedAgain() {
    long stops =
        record().acts().stream()
            .filter(act -> act.act().name().equals(Acts.STOP) && act.act().host().equals(host))
            .filter(act -> act.state() == ActState.DONE && act.round() == record().rounds())
            .count();
    return stops < MOST_STOPS
        ? Optional.empty()
        : Optional.of(
            Decision.blocked(
                "kms-starts-again",
                "%s: its KMS was stopped %d times and runs again: something else starts it"
                    .formatted(host, stops),
                "find what starts it on %s (a supervisor, a job, a person) and switch it off"
                    .formatted(host),
                "then: keyparity run resume"));
  }

  /** What our stop must have come to before anything follows it. */
  Decision awaitDown() {
    String words = host + ": its KMS still runs";
    return new Decision.Wait(
        "down:" + host,
        words,
        STOP_PATIENCE,
        Decision.blocked(
            "kms-still-runs",
            words + " after it was stopped",
            "see what keeps it running on " + host,
            "then: keyparity run resume"));
  }

  /** Asks for a start, unless the last one was refused in a way that trying again will not mend. */
  Decision start(List<String> stillOther) {
    Optional<ActFailure> last =
        record()
            .latest(Acts.START, host)
            .filter(act -> act.state() == ActState.FAILED && act.round() == record().rounds())
            .map(ActRecord::failure);
    boolean endsThere =
        last.filter(failure -> failure.next() == Next.ASK_OPERATOR).isPresent()
            && !stillOther.isEmpty();
    return endsThere
        ? refusedWhileOthersDiffer(last.orElseThrow(), String.join(", ", stillOther))
        : Decision.perform(Act.of(Acts.START, host));
  }

  /** The vendor's own check compares hosts at start, and some of them still hold another key. */
  private Decision refusedWhileOthersDiffer(ActFailure failure, String others) {
    boolean vendor = failure.message().contains(VENDOR_SENTENCE);
    return Decision.blocked(
        vendor ? "vendor-refusal" : "kms-start-failed",
        vendor
            ? "%s: its KMS refuses to start while another host holds another key: %s still to change"
                .formatted(host, others)
            : failure.message(),
        "look at the log of the KMS on " + host,
        ("if it says '%s': let the stops overlap; hosts that serve the approved key go on serving:"
                + " %s")
            .formatted(VENDOR_SENTENCE, overlap()),
        "else mend it, then: keyparity run resume");
  }

  /** The command that lets all be down together that still give way. */
  private String overlap() {
    String giveWay =
        world().approved().givesWay().entrySet().stream()
            .filter(other -> !record().isDone(Acts.INSTALL, other.getKey()))
            .map(other -> other.getKey() + "=" + other.getValue())
            .collect(Collectors.joining(","));
    String keep = world().fresh(world().plan().reference()).map(HostFacts::primary).orElse("FPR");
    return "keyparity run resume %s --keep %s --give-way %s --overlap"
        .formatted(world().spec().service(), keep, giveWay);
  }

  /**
   * Empty once a process started by us serves the approved key; else a wait. The start itself saw
   * it serve, unless a report made after it says otherwise.
   */
  Optional<Decision> awaitServing(ActRecord start, String identity) {
    Instant since = endOf(start).orElse(Instant.MAX);
    Optional<HostFacts> now = world().freshSince(host, since);
    boolean seenByTheStart =
        "up".equals(start.facts().get(Acts.KMS))
            && identity.equals(start.facts().get(Acts.SERVING));
    if (now.map(it -> it.serves(identity)).orElse(seenByTheStart)) {
      return Optional.empty();
    }
    String words =
        "%s: its KMS is %s and does not serve the approved key yet"
            .formatted(host, now.map(HostFacts::kms).orElse("not heard of since its start"));
    return Optional.of(
        new Decision.Wait(
            "serves:" + host,
            words,
            START_PATIENCE,
            Decision.blocked(
                "kms-not-serving",
                words,
                "see the log of the KMS on %s and start it, then: keyparity run resume"
                    .formatted(host))));
  }
}
