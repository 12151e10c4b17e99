package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.fleet.HostFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which host holds or serves which key, against the key that is to be kept. Pure; every host must
 * have reported freshly.
 *
 * @param reference the host whose key is to be kept, or is proposed
 * @param foreign by host: the fingerprint of another key there
 * @param unnamed hosts with another key that no operator has named as giving way
 * @param replaced hosts that lose a key, or the process that serves with one, in order
 */
record KeyHoldings(
    HostFacts reference,
    SortedMap<String, String> foreign,
    List<String> unnamed,
    List<String> replaced) {

  static KeyHoldings of(World world) {
    HostFacts reference = world.fresh(world.plan().reference()).orElseThrow();
    Set<String> kept = Set.copyOf(reference.fingerprints());
    TreeMap<String, String> foreign = new TreeMap<>();
    List<String> replaced = new ArrayList<>();
    for (String host : world.subjects()) {
      HostFacts facts = world.fresh(host).orElseThrow();
      facts.keysAtStake().givesWayTo(kept).ifPresent(key -> foreign.put(host, key));
      boolean changes =
          !facts.identity().equals(reference.identity()) || servesAnother(facts, reference);
      // A host without a key file and without a process has nothing to lose.
      if (changes && (facts.hasKeyFile() || !facts.isDown())) {
        replaced.add(host);
      }
    }
    Map<String, String> named = world.approved().givesWay();
    List<String> unnamed =
        foreign.keySet().stream()
            .filter(host -> !foreign.getOrDefault(host, "").equals(named.get(host)))
            .toList();
    return new KeyHoldings(reference, foreign, unnamed, List.copyOf(replaced));
  }

  /** A running process keeps the key it was started with, whatever its file says by now. */
  private static boolean servesAnother(HostFacts facts, HostFacts reference) {
    String serving = facts.report().getKms().getServingIdentity();
    return !facts.isDown() && !serving.isEmpty() && !serving.equals(reference.identity());
  }
}
