package dev.keyparity.testbed.simulator.history;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What operators let a run do to key files, from what they signed until the run is over. */
final class Sanctioned {
  private final Map<String, Set<String>> keys = new HashMap<>();

  /** Whatever ever was: a run that was over may be open again where records went back. */
  private final Map<String, Set<String>> ever = new HashMap<>();

  void after(Event event) {
    if (event instanceof Event.ChangeSanctioned one) {
      List<String> both = List.of(one.installs(), one.replaces());
      keys.computeIfAbsent(one.host(), host -> new HashSet<>()).addAll(both);
      ever.computeIfAbsent(one.host(), host -> new HashSet<>()).addAll(both);
    }
    if (event instanceof Event.StoreWentBack) {
      ever.forEach((host, all) -> keys.computeIfAbsent(host, it -> new HashSet<>()).addAll(all));
    }
    if (event instanceof Event.RunOver) {
      keys.clear();
    }
  }

  boolean isSanctioned(String host, String key) {
    return keys.getOrDefault(host, Set.of()).contains(key);
  }
}
