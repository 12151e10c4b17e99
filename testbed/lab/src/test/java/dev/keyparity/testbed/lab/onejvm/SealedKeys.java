package dev.keyparity.testbed.lab.onejvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What key servers hold for all KMS hosts: which ring sealed which version. Thread-safe. */
final class SealedKeys {
  private final TreeMap<String, List<String>> sealers = new TreeMap<>();

  /** A key with so many more versions, sealed by one ring. */
  synchronized void make(String key, String identity, int versions) {
    List<String> all = sealers.computeIfAbsent(key, it -> new ArrayList<>());
    for (int i = 0; i < versions; i++) {
      all.add(identity);
    }
  }

  synchronized List<String> names() {
    return List.copyOf(sealers.keySet());
  }

  /** 0: there is no such key. */
  synchronized int versions(String key) {
    return sealers.getOrDefault(key, List.of()).size();
  }

  /** The identity of the ring that sealed a version such as {@code orders@0}. */
  synchronized Optional<String> sealerOf(String version) {
    int at = version.lastIndexOf('@');
    List<String> all = sealers.getOrDefault(version.substring(0, at), List.of());
    int number = Integer.parseInt(version.substring(at + 1));
    return number < all.size() ? Optional.of(all.get(number)) : Optional.empty();
  }
}
