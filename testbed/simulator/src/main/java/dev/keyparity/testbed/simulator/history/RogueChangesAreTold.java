package dev.keyparity.testbed.simulator.history;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A key that somebody else put there raises the alarm, also while a run changes keys: at the latest
 * when the same coordinator has shown that host for the bound, and no run that may put that very
 * key there was open for as long.
 */
public final class RogueChangesAreTold implements Invariant {
  private static final Duration BOUND = Duration.ofSeconds(5);
  private static final String UNKNOWN = "UNKNOWN";

  private final KeyFiles files = new KeyFiles();
  private final Sanctioned sanctioned = new Sanctioned();

  /** Since when a coordinator has shown a host without a gap. */
  private final Map<String, Instant> knownSince = new HashMap<>();

  /** When a run was over: until then what it may put there was no rogue key. */
  private Instant runOver = Instant.MIN;

  @Override
  public String number() {
    return "I12";
  }

  @Override
  public Optional<String> after(Instant at, Event event) {
    files.after(at, event);
    sanctioned.after(event);
    if (event instanceof Event.RunOver) {
      runOver = at;
    }
    if (!(event instanceof Event.Shown shown)) {
      return Optional.empty();
    }
    return shown.verdicts().entrySet().stream()
        .filter(host -> isRogue(at, shown, host.getKey(), host.getValue()))
        .map(Map.Entry::getKey)
        .filter(host -> !shown.told().contains(host))
        .findFirst()
        .map(
            host ->
                "%s: %s put %s there, %s shows it and tells nobody"
                    .formatted(host, files.now(host).by(), files.now(host).key(), shown.by()));
  }

  private boolean isRogue(Instant at, Event.Shown shown, String host, String verdict) {
    String who = shown.by() + " " + host;
    if (verdict.isEmpty() || verdict.equals(UNKNOWN) || shown.approved().isEmpty()) {
      knownSince.remove(who);
      return false;
    }
    Instant known = knownSince.computeIfAbsent(who, it -> at);
    KeyFiles.Held held = files.now(host);
    Instant due = at.minus(BOUND);
    return held.by().equals(Event.STRANGER)
        && !held.key().equals(shown.approved())
        && !sanctioned.isSanctioned(host, held.key())
        && held.since().isBefore(due)
        && runOver.isBefore(due)
        && known.isBefore(due);
  }
}
