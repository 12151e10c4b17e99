package dev.keyparity.coordinator.kms;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

  public int ok() {
    return (int) pairs.stream().filter(Pair::ok).count();
  }

  /** Whether every pair is proven by the rings, not by memory. */
  public boolean isProof() {
    return !pairs.isEmpty() && pairs.stream().allMatch(pair -> pair.ok() && !pair.memoryOnly());
  }
}
