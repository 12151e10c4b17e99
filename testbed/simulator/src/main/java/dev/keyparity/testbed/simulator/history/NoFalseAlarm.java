package dev.keyparity.testbed.simulator.history;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An alarm is raised only if, at some moment within the bound, the host held something that neither
 * was approved nor is what an open run replaces or puts there, or somebody else put it there.
 */
public final class NoFalseAlarm implements Invariant {
  private static final Duration BOUND = Duration.ofSeconds(5);

  private final KeyFiles files = new KeyFiles();
  private final Sanctioned sanctioned = new Sanctioned();

  /** Of hosts that went back nothing is believed: that is told, whatever they hold. */
  private final Set<String> wentBack = new HashSet<>();

  private String approved = "";

  /** What operators approved is allowed from when the run is on record until it is over. */
  private Instant openSince = Instant.MAX;

  @Override
  public String number() {
    return "I12";
  }

  @Override
  public Optional<String> after(Instant at, Event event) {
    files.after(at, event);
    sanctioned.after(event);
    if (event instanceof Event.HostRolledBack back) {
      wentBack.add(back.host());
    }
    if (event instanceof Event.RunOpen && openSince.equals(Instant.MAX)) {
      openSince = at;
    }
    if (event instanceof Event.RunOver || event instanceof Event.StoreWentBack) {
      openSince = Instant.MAX;
    }
    if (event instanceof Event.Shown shown) {
      approved = shown.approved();
    }
    if (!(event instanceof Event.AlarmRaised alarm)) {
      return Optional.empty();
    }
    List<KeyFiles.Held> held = files.within(alarm.host(), at, BOUND);
    boolean isFalse =
        !wentBack.contains(alarm.host())
            && held.stream().allMatch(one -> isExplained(alarm.host(), one, at));
    return isFalse
        ? Optional.of(
            "%s: alarm by %s, and it held nothing but %s".formatted(alarm.host(), alarm.by(), held))
        : Optional.empty();
  }

  private boolean isExplained(String host, KeyFiles.Held held, Instant at) {
    boolean isOurs = held.by().isEmpty() || held.by().equals(Event.AGENT);
    boolean isAllowed = openSince.isBefore(at.minus(BOUND)) && isOurs;
    return held.key().equals(approved) || (isAllowed && sanctioned.isSanctioned(host, held.key()));
  }
}
