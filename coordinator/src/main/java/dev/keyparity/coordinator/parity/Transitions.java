package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.evidence.EventLog.Event;
import dev.keyparity.coordinator.evidence.EventLog.Severity;
import dev.keyparity.coordinator.parity.ParityRecord.Host;
import dev.keyparity.keyring.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What follows from new verdicts for the record and the event list. Pure.
 *
 * <ol>
 *   <li>A drift is told once, as critical, and again if the host then holds something else.
 *   <li>What an open run is about to change is not told while it is exactly that.
 *   <li>Silence, a key file of which the content is not proven, and a directory that does not come
 *       to rest are told as warnings, once each, when they have lasted. A drift that falls silent
 *       is still the drift that was told.
 *   <li>A host that is good again is told if its trouble was.
 *   <li>Where a good host was asked whether a file is only cut short, its answer is waited for, for
 *       a moment: then the drift is told in the right words. Without a good host nobody is.
 *   <li>What is not known <em>yet</em> ends nothing and begins nothing.
 * </ol>
 */
final class Transitions {
  /** Shorter silences and doubts come with restarts and changes, and go with them. */
  static final Duration LASTING = Duration.ofSeconds(10);

  /** How long the outcome of a question to a good host is waited for. */
  static final Duration ANSWER = Duration.ofSeconds(2);

  private final Sanctions sanctions;
  private final Instant now;
  private final boolean mayBeAnswered;
  private final TreeMap<String, Host> hosts = new TreeMap<>();
  private final List<Event> events = new ArrayList<>();
  private final List<String> drifted = new ArrayList<>();

  /**
   * @param drifted hosts of which a drift is told with this
   */
  record Outcome(ParityRecord record, List<Event> events, List<String> drifted) {
    Outcome {
      events = List.copyOf(events);
      drifted = List.copyOf(drifted);
    }
  }

  private Transitions(Sanctions sanctions, Instant now, boolean mayBeAnswered) {
    this.sanctions = sanctions;
    this.now = now;
    this.mayBeAnswered = mayBeAnswered;
  }

  /**
   * @param before as on record
   * @param verdicts of every host of the service; hosts without a verdict leave no trace
   */
  static Outcome of(
      ParityRecord before, List<HostVerdict> verdicts, Sanctions sanctions, Instant now) {
    boolean mayBeAnswered =
        verdicts.stream().anyMatch(host -> host.verdictOrNull() == Verdict.IN_PARITY);
    Transitions transitions = new Transitions(sanctions, now, mayBeAnswered);
    for (HostVerdict verdict : verdicts) {
      verdict.verdict().ifPresent(it -> transitions.take(before.host(verdict.host()), verdict, it));
    }
    return new Outcome(
        new ParityRecord(transitions.hosts), transitions.events, transitions.drifted);
  }

  private void take(Optional<Host> before, HostVerdict host, Verdict verdict) {
    if (host.isNotKnownYet()) {
      before.ifPresent(last -> hosts.put(host.host(), last));
      return;
    }
    Host last = before.orElse(new Host(verdict, now, ""));
    Instant since = last.verdict() == verdict ? last.since() : now;
    hosts.put(host.host(), new Host(verdict, since, told(host, verdict, since, last.told())));
  }

  private String told(HostVerdict host, Verdict verdict, Instant since, String told) {
    if (host.isDrift()) {
      boolean unanswered = host.isPending() && mayBeAnswered && !hasLasted(since, ANSWER);
      return unanswered || sanctions.covers(host) ? told : drift(host, verdict, told);
    }
    if (host.isInParity()) {
      return good(host, told);
    }
    return ParityRecord.isDrift(told) || !hasLasted(since, LASTING)
        ? told
        : lasting(host, verdict, told);
  }

  /** A beginning that lies ahead by more than that shows a clock that was set back. */
  private boolean hasLasted(Instant since, Duration span) {
    return Duration.between(since, now).abs().compareTo(span) >= 0;
  }

  private String drift(HostVerdict host, Verdict verdict, String told) {
    String state = verdict.name() + (host.held().isEmpty() ? "" : " " + host.held());
    if (!state.equals(told)) {
      tell(Severity.CRITICAL, "%s drifted: %s".formatted(host.host(), words(host, verdict)));
      drifted.add(host.host());
    }
    return state;
  }

  private String lasting(HostVerdict host, Verdict verdict, String told) {
    String state = verdict == Verdict.UNKNOWN ? ParityRecord.SILENT : ParityRecord.DOUBTFUL;
    if (!state.equals(told)) {
      String plain =
          switch (verdict) {
            case UNKNOWN -> "nothing is known of it: ";
            case CHANGING -> "it does not come to rest: ";
            case ABSENT -> "it holds no key: ";
            default -> "not proven: ";
          };
      tell(Severity.WARNING, host.host() + ": " + plain + host.reason());
    }
    return state;
  }

  private String good(HostVerdict host, String told) {
    if (!told.isEmpty()) {
      tell(
          Severity.INFO,
          told.equals(ParityRecord.SILENT)
              ? host.host() + " reports again: it holds the approved key"
              : host.host() + " holds the approved key again");
    }
    return "";
  }

  private static String words(HostVerdict host, Verdict verdict) {
    String plain =
        switch (verdict) {
          case DIVERGED -> "it holds another key";
          case SUBSET -> "a key is missing from its key file";
          case DAMAGED -> "its key file is damaged";
          case ABSENT -> "its key file is gone";
          case UNREADABLE -> "its key file cannot be read";
          default -> "nothing it says of itself can be relied on";
        };
    return host.reason().isEmpty() ? plain : plain + ": " + host.reason();
  }

  private void tell(Severity severity, String message) {
    events.add(new Event(now, severity, message));
  }
}
