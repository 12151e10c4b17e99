package dev.keyparity.coordinator.workflow;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The operators' signed word that a run's warrants are void, and which hosts have heard it.
 * Immutable.
 *
 * @param document as it was signed; opaque to the engine
 * @param hosts every host that is to hear it
 */
public record RunRevocation(String document, SortedMap<String, Delivery> hosts) {

  /** How far the word got at one host. */
  public enum State {
    /** Nobody has asked it yet. */
    PENDING,
    /** It cannot be asked, or did not answer. */
    UNREACHABLE,
    /** Its agent does not take the word. */
    REFUSED,
    /** Its agent keeps the word for ever, and refuses the run. */
    CONFIRMED;

    /** The spelling in stored records, on the wire and for people. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How it stands with one host.
   *
   * @param since since when it stands so
   * @param attempt what the request id of the next question is derived with
   * @param code stable word for why it has not confirmed; empty unless unreachable or refused
   * @param reason one sentence; empty unless unreachable or refused
   * @param whatToDo what an operator can do; may be empty
   */
  public record Delivery(
      State state, Instant since, int attempt, String code, String reason, String whatToDo) {

    public static Delivery pending(Instant since) {
      return new Delivery(State.PENDING, since, 1, "", "", "");
    }

    public Delivery confirmed(Instant now) {
      return new Delivery(State.CONFIRMED, now, attempt, "", "", "");
    }

    /** Why it has not confirmed; what goes on keeps its beginning. */
    public Delivery failing(State how, Instant now, ActFailure why) {
      return new Delivery(
          how, how == state ? since : now, attempt, why.code(), why.message(), why.whatToDo());
    }

    /** The question is settled and to be asked anew, under another request id. */
    public Delivery nextAttempt() {
      return new Delivery(state, since, attempt + 1, code, reason, whatToDo);
    }

    public boolean isConfirmed() {
      return state == State.CONFIRMED;
    }
  }

  public RunRevocation {
    hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
  }

  /** No host has heard it yet. */
  public static RunRevocation of(String document, Collection<String> hosts, Instant now) {
    TreeMap<String, Delivery> pending = new TreeMap<>();
    hosts.forEach(host -> pending.put(host, Delivery.pending(now)));
    return new RunRevocation(document, pending);
  }

  /** Whether every host has confirmed. */
  public boolean isEverywhere() {
    return hosts.values().stream().allMatch(Delivery::isConfirmed);
  }

  /**
   * With what was learned of some hosts. What a host confirmed stays confirmed; why it did not is
   * news only while the document is the one it was asked to keep.
   */
  RunRevocation with(RunRevocation asked, Map<String, Delivery> learned) {
    boolean same = asked.document().equals(document);
    TreeMap<String, Delivery> merged = new TreeMap<>(hosts);
    learned.forEach(
        (host, now) ->
            merged.computeIfPresent(
                host,
                (key, before) ->
                    !before.isConfirmed() && (same || now.isConfirmed()) ? now : before));
    return new RunRevocation(document, merged);
  }

  /** The same word under more signatures: who has not confirmed is asked again. */
  RunRevocation signedFurther(String furtherSigned, Instant now) {
    TreeMap<String, Delivery> again = new TreeMap<>(hosts);
    again.replaceAll(
        (host, before) ->
            before.state() == State.REFUSED
                ? new Delivery(State.PENDING, now, before.attempt(), "", "", "")
                : before);
    return new RunRevocation(furtherSigned, again);
  }
}
