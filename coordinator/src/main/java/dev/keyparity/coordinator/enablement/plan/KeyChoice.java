package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.fleet.HostFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which key every host shall hold, and where that means a change. Pure.
 *
 * @param source the host the key comes from
 * @param primary its primary fingerprint
 * @param identity its canonical key identity
 * @param secring SHA-256 of its key file
 * @param foreign by host: fingerprint of another key that is there, or of a key added
 * @param replaced hosts whose key file is not byte-equal to the source's, in order
 * @param holdersDown hosts that hold that key file and whose KMS does not run, in order
 */
record KeyChoice(
    String source,
    String primary,
    String identity,
    String secring,
    SortedMap<String, String> foreign,
    List<String> replaced,
    List<String> holdersDown) {

  static KeyChoice from(HostFacts source, List<HostFacts> hosts) {
    Set<String> kept = Set.copyOf(source.fingerprints());
    TreeMap<String, String> foreign = new TreeMap<>();
    List<String> replaced = new ArrayList<>();
    List<String> holdersDown = new ArrayList<>();
    for (HostFacts host : hosts) {
      host.keysAtStake().givesWayTo(kept).ifPresent(key -> foreign.put(host.host(), key));
      if (!host.host().equals(source.host()) && !host.secring().equals(source.secring())) {
        replaced.add(host.host());
      } else if (host.isDown()) {
        holdersDown.add(host.host());
      }
    }
    return new KeyChoice(
        source.host(),
        source.primary(),
        source.identity(),
        source.secring(),
        foreign,
        List.copyOf(replaced),
        List.copyOf(holdersDown));
  }

  boolean isUniform() {
    return foreign.isEmpty();
  }
}
