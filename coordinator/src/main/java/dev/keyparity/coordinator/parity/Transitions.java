package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.evidence.EventLog.Event;
import dev.keyparity.coordinator.evidence.EventLog.Severity;
import dev.keyparity.coordinator.parity.ParityRecord.Host;
import dev.keyparity.keyring.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What follows from new verdicts for the record and the event list. Pure.
 *
 * <ol>
 *   <li>A drift is told once, as critical, and again if the host then holds something else.
 *   <li>What an open run is about to change is not told while it is exactly that.
 *   <li>Silence, and a key file of which the content is not proven, are told as warnings once they
 *       have lasted.
 *   <li>A host that is good again is told if its trouble was.
 *   <li>A directory that is being changed, and an answer that is still out, tell nothing: what
 *       comes of them does.
 * </ol>
 */
final class Transitions {
  /** Shorter silences and doubts come with restarts and changes, and go with them. */
  static final Duration LASTING = Duration.ofSeconds(10);

  /** How long the outcome of a question to a good host is waited for. */
  static final Duration ANSWER = Duration.ofSeconds(2);

  private final Scene scene;
  private final Instant now;
  private final TreeMap<String, Host> hosts = new TreeMap<>();
  private final List<Event> events = new ArrayList<>();
  private final List<String> drifted = new ArrayList<>();

  /**
   * @param leadingSince when this coordinator began to lead, and to hear of hosts
   */
  record Scene(Sanctions sanctions, Instant leadingSince, Instant now) {}

  /**
   * @param drifted hosts of which a drift is told with this
   */
  record Outcome(ParityRecord record, List<Event> events, List<String> drifted) {
    Outcome {
      events = List.copyOf(events);
      drifted = List.copyOf(drifted);
    }
  }

  private Transitions(Scene scene) {
    this.scene = scene;
    this.now = scene.now();
  }

  /**
   * @param before as on record
   * @param verdicts of every host of the service; hosts without a verdict leave no trace
   */
  static Outcome of(ParityRecord before, List<HostVerdict> verdicts, Scene scene) {
    Transitions transitions = new Transitions(scene);
    for (HostVerdict verdict : verdicts) {
      verdict.verdict().ifPresent(it -> transitions.take(before, verdict, it));
    }
    return new Outcome(
        new ParityRecord(transitions.hosts), transitions.events, transitions.drifted);
  }

  private void take(ParityRecord before, HostVerdict host, Verdict verdict) {
    if (isNotHeardYet(host, verdict)) {
      before.host(host.host()).ifPresent(last -> hosts.put(host.host(), last));
      return;
    }
    Host last = before.host(host.host()).orElse(new Host(verdict, now, ""));
    Instant since = last.verdict() == verdict ? last.since() : now;
    hosts.put(host.host(), new Host(verdict, since, told(host, verdict, since, last.told())));
  }

  /** A new leader has heard of nobody for a moment: that ends nothing and begins nothing. */
  private boolean isNotHeardYet(HostVerdict host, Verdict verdict) {
    return verdict == Verdict.UNKNOWN
        && host.isPending()
        && now.isBefore(scene.leadingSince().plus(LASTING));
  }

  private String told(HostVerdict host, Verdict verdict, Instant since, String told) {
    boolean lasts = !now.isBefore(since.plus(LASTING));
    if (host.isDrift()) {
      boolean unanswered = host.isPending() && now.isBefore(since.plus(ANSWER));
      return unanswered || scene.sanctions().covers(host) ? told : drift(host, verdict, told);
    }
    return switch (verdict) {
      case IN_PARITY, EQUIVALENT -> good(host, told);
      case UNKNOWN -> lasts ? lasting(host, told, ParityRecord.SILENT) : told;
      case UNPROVEN -> lasts ? lasting(host, told, ParityRecord.DOUBTFUL) : told;
      default -> told;
    };
  }

  private String drift(HostVerdict host, Verdict verdict, String told) {
    String state = verdict.name() + (host.held().isEmpty() ? "" : " " + host.held());
    if (!state.equals(told)) {
      tell(Severity.CRITICAL, "%s drifted: %s".formatted(host.host(), words(host, verdict)));
      drifted.add(host.host());
    }
    return state;
  }

  private String lasting(HostVerdict host, String told, String state) {
    // A drift that falls silent is still the drift that was told.
    if (told.isEmpty()) {
      tell(
          Severity.WARNING,
          "%s: %s"
              .formatted(
                  host.host(),
                  state.equals(ParityRecord.SILENT)
                      ? "nothing is known of it: " + host.reason()
                      : "not proven: " + host.reason()));
      return state;
    }
    return told;
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
          default -> "its agent's record went back";
        };
    return host.reason().isEmpty() ? plain : plain + ": " + host.reason();
  }

  private void tell(Severity severity, String message) {
    events.add(new Event(now, severity, message));
  }
}
