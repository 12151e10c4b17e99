package dev.keyparity.testbed.simulator.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What each host's key file held, since when, and by whom. */
final class KeyFiles {
  private static final int KEPT = 40;

  private final Map<String, Deque<Held>> byHost = new HashMap<>();

  /**
   * What one was.
   *
   * @param by who put it there, as in {@link Event.KeyFileChanged}; empty if it was there before
   */
  record Held(Instant since, String key, String by) {}

  void after(Instant at, Event event) {
    if (event instanceof Event.KeyFileChanged changed) {
      Deque<Held> all = byHost.computeIfAbsent(changed.host(), host -> new ArrayDeque<>());
      if (all.isEmpty()) {
        all.add(new Held(Instant.MIN, changed.before(), ""));
      }
      all.addLast(new Held(at, changed.after(), changed.by()));
      if (all.size() > KEPT) {
        all.removeFirst();
      }
    }
    if (event instanceof Event.KmsStarted started && !byHost.containsKey(started.host())) {
      byHost
          .computeIfAbsent(started.host(), host -> new ArrayDeque<>())
          .add(new Held(Instant.MIN, started.key(), ""));
    }
  }

  /** What it holds now; what nobody touched and no KMS loaded is absent. */
  Held now(String host) {
    Deque<Held> all = byHost.get(host);
    return all == null ? new Held(Instant.MIN, Event.ABSENT, "") : all.getLast();
  }

  /** All that it held at any moment of the last while, newest last. */
  List<Held> within(String host, Instant now, Duration last) {
    List<Held> all = List.copyOf(byHost.getOrDefault(host, new ArrayDeque<>(Set.of(now(host)))));
    Instant from = now.minus(last);
    int first = all.size() - 1;
    while (first > 0 && all.get(first).since().isAfter(from)) {
      first--;
    }
    return all.subList(first, all.size());
  }
}
