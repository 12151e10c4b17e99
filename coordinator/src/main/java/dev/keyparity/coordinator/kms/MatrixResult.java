package dev.keyparity.coordinator.kms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether each host decrypts what each other host encrypted, at one time. Immutable.
 *
 * @param pairs all ordered pairs of different hosts
 */
public record MatrixResult(Instant at, List<Pair> pairs) {

  /**
   * @param versionOrNull of the key the data key was encrypted under; null if there was none
   * @param error why not, empty if ok
   * @param memoryOnly the answer may have come from what the decrypting KMS still remembers, so it
   *     proves nothing about its ring
   */
  public record Pair(
      String encryptedOn,
      String decryptedOn,
      @Nullable KeyVersion versionOrNull,
      boolean ok,
      String error,
      boolean memoryOnly) {
    public Optional<KeyVersion> version() {
      return Optional.ofNullable(versionOrNull);
    }
  }

  public MatrixResult {
    pairs = List.copyOf(pairs);
  }

  /** The same, and that these hosts were not asked: no pair of theirs is proven. */
  public MatrixResult withUnasked(Collection<String> unasked, String why) {
    Set<String> hosts = new LinkedHashSet<>();
    pairs.forEach(pair -> hosts.add(pair.encryptedOn()));
    hosts.addAll(unasked);
    List<Pair> all = new ArrayList<>(pairs);
    for (String from : hosts) {
      for (String to : hosts) {
        if (!from.equals(to) && (unasked.contains(from) || unasked.contains(to))) {
          all.add(new Pair(from, to, null, false, why, false));
        }
      }
    }
    return new MatrixResult(at, all);
  }

  public int ok() {
    return (int) pairs.stream().filter(Pair::ok).count();
  }

  /** Of those that are ok: the ones that prove no ring. */
  public int memoryOnly() {
    return (int) pairs.stream().filter(pair -> pair.ok() && pair.memoryOnly()).count();
  }

  /** Whether every pair is proven by the rings, not by memory. */
  public boolean isProof() {
    return !pairs.isEmpty() && pairs.stream().allMatch(pair -> pair.ok() && !pair.memoryOnly());
  }
}
