package dev.keyparity.coordinator.enablement;

import dev.keyparity.coordinator.fleet.HostFacts;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which keys each host held when a run was blocked at them, as facts of its journal. Pure. */
public final class HeldKeys {
  private static final String HOLDS = "holds.";

  private HeldKeys() {}

  /** As facts, the primary key of each host first. */
  public static SortedMap<String, String> of(Iterable<HostFacts> hosts) {
    TreeMap<String, String> facts = new TreeMap<>();
    for (HostFacts host : hosts) {
      facts.put(HOLDS + host.host(), String.join(" ", host.primaryFirst()));
    }
    return Collections.unmodifiableSortedMap(facts);
  }

  /** By host: its fingerprints, the primary one first; empty if the run was never blocked so. */
  public static SortedMap<String, List<String>> in(Map<String, String> facts) {
    TreeMap<String, List<String>> held = new TreeMap<>();
    facts.forEach(
        (name, value) -> {
          if (name.startsWith(HOLDS)) {
            held.put(
                name.substring(HOLDS.length()),
                value.isEmpty() ? List.of() : List.of(value.split(" ", -1)));
          }
        });
    return Collections.unmodifiableSortedMap(held);
  }
}
