package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.evidence.EventLog.Event;
import dev.keyparity.coordinator.evidence.EventLog.Severity;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.evidence.Pause;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.identity.PeerAuthorization;
import dev.keyparity.proto.coordinator.v1.EnforcementReply;
import dev.keyparity.proto.coordinator.v1.EnforcementRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps keyparity from doing anything to a service by itself, and lets it again. Neither needs a
 * signature: a pause takes something away, and what is let again is no more than was signed for.
 */
final class EnforcementCalls {
  /** A sentence or two, which must fit on a status page. */
  private static final int LONGEST_REASON = 300;

  private final Chair chair;
  private final Evidence evidence;
  private final OperatorAudit audit;
  private final Clock clock;

  EnforcementCalls(Chair chair, Evidence evidence, OperatorAudit audit, Clock clock) {
    this.chair = chair;
    this.evidence = evidence;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The same again, as after an answer that was lost, changes nothing.
   *
   * @throws KeyparityException ENFORCEMENT_PAUSED if it is paused already for another reason or by
   *     somebody else: one would be ended with the other
   */
  EnforcementReply pause(EnforcementRequest request) {
    requireReason(request.getReason());
    FencingToken token = wanted("enforcement-pause", request);
    String service = request.getService();
    Pause wanted = new Pause(now(), caller(), request.getReason().strip());
    Pause stands =
        evidence.pause(
            token,
            service,
            wanted,
            new Event(
                wanted.since(),
                Severity.WARNING,
                "enforcement paused by %s: %s".formatted(wanted.by(), wanted.reason())));
    if (!stands.isRepeatedBy(wanted)) {
      throw new KeyparityException(
          ErrorCode.ENFORCEMENT_PAUSED,
          "pause %s: it is paused already, by %s since %s: %s"
              .formatted(service, stands.by(), stands.since(), stands.reason()),
          "keyparity enforcement resume %s   first, if that pause is over".formatted(service));
    }
    return EnforcementReply.newBuilder()
        .setChanged(stands.equals(wanted))
        .setPaused(StatusMessages.paused(stands))
        .build();
  }

  /** What is not paused stays so. */
  EnforcementReply resume(EnforcementRequest request) {
    FencingToken token = wanted("enforcement-resume", request);
    String operator = caller();
    Instant now = now();
    String reason = request.getReason().isBlank() ? "" : ": " + request.getReason().strip();
    Optional<Pause> ended =
        evidence.endPause(
            token,
            request.getService(),
            pause ->
                new Event(
                    now,
                    Severity.INFO,
                    "enforcement resumed by %s%s (paused by %s: %s)"
                        .formatted(operator, reason, pause.by(), pause.reason())));
    return EnforcementReply.newBuilder().setChanged(ended.isPresent()).build();
  }

  private FencingToken wanted(String event, EnforcementRequest request) {
    String service = chair.service(request.getService()).service();
    FencingToken token = chair.token();
    requireOneLine(request.getReason());
    audit.wanted(event, Map.of("service", service, "reason", request.getReason()));
    return token;
  }

  /** A reason that must be given. */
  static void requireReason(String reason) {
    if (reason.isBlank()) {
      throw new KeyparityException(
          ErrorCode.USAGE, "reason: none (expected: why, for those who find it so)");
    }
    requireOneLine(reason);
  }

  /** A reason that will be shown, if one is given. */
  static void requireOneLine(String reason) {
    if (reason.length() > LONGEST_REASON || reason.chars().anyMatch(Character::isISOControl)) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "reason: %d characters (expected: one line, at most %d)"
              .formatted(reason.length(), LONGEST_REASON));
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static String caller() {
    return PeerAuthorization.caller().name();
  }
}
