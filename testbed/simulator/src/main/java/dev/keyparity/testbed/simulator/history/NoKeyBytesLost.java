package dev.keyparity.testbed.simulator.history;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A key file goes only if its bytes are in a backup that opens with the recovery key. A power cut
 * may take back what was being installed, but never what was installed before: that is there, or
 * saved.
 */
public final class NoKeyBytesLost implements Invariant {
  /** By host: the key of the last install that ended, or what strangers put there since. */
  private final Map<String, String> settled = new HashMap<>();

  private final Map<String, String> present = new HashMap<>();

  /** By host: what its agent replaced, which must stay saved. */
  private final Map<String, Set<String>> gone = new HashMap<>();

  private final Set<String> isDamaged = new HashSet<>();

  @Override
  public String number() {
    return "I1";
  }

  @Override
  public Optional<String> after(Instant at, Event event) {
    if (event instanceof Event.EffectEnded ended
        && ended.kind().equals("install")
        && ended.stage().endsWith("DONE")
        && present.containsKey(ended.host())) {
      settled.put(ended.host(), present.get(ended.host()));
    }
    if (event instanceof Event.BackupDamaged damaged) {
      gone.remove(damaged.host());
      isDamaged.add(damaged.host());
    }
    if (event instanceof Event.HostRolledBack back) {
      gone.remove(back.host());
    }
    if (event instanceof Event.BackupsThere there) {
      Set<String> lost = new TreeSet<>(gone.getOrDefault(there.host(), Set.of()));
      lost.removeAll(there.saved());
      return lost.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "%s: %s gave way and is in no backup any more".formatted(there.host(), lost));
    }
    return event instanceof Event.KeyFileChanged changed ? judge(changed) : Optional.empty();
  }

  private Optional<String> judge(Event.KeyFileChanged changed) {
    String before = settled.computeIfAbsent(changed.host(), host -> changed.before());
    present.put(changed.host(), changed.after());
    if (changed.by().equals(Event.STRANGER) || changed.by().equals(Event.SNAPSHOT)) {
      settled.put(changed.host(), changed.after());
      return Optional.empty();
    }
    String held = changed.isByAgent() ? changed.before() : before;
    if (changed.isByAgent() && !held.equals(Event.ABSENT) && !isDamaged.contains(changed.host())) {
      gone.computeIfAbsent(changed.host(), host -> new TreeSet<>()).add(held);
    }
    boolean lost =
        !held.equals(Event.ABSENT)
            && !held.equals(changed.after())
            && !changed.saved().contains(held);
    return lost
        ? Optional.of("%s: %s is gone and in no backup that opens".formatted(changed.host(), held))
        : Optional.empty();
  }
}
