package dev.keyparity.coordinator.kms;

import dev.keyparity.coordinator.kms.BoundedRounds.Questions;
import dev.keyparity.coordinator.kms.MatrixResult.Pair;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has every host decrypt a fresh data key that every other host encrypted: N × (N − 1) ordered
 * pairs. Read-only; thread-safe.
 *
 * <p>A KMS remembers key versions for as long as they are used, so a pair proves something about
 * the decrypting host's ring only where the data key is under a version that the host has not met
 * before: one that the caller rolled just now and names as fresh. Every other pair is marked as
 * memory only.
 */
public final class DecryptMatrix {
  private final Clock clock;
  private final Duration deadline;
  private final BoundedRounds rounds;

  /**
   * @param deadline of the whole matrix
   */
  public DecryptMatrix(Clock clock, Duration deadline) {
    this.clock = clock;
    this.deadline = deadline;
    this.rounds = new BoundedRounds("matrix", 1);
  }

  private record Direction(KmsClient from, KmsClient to) {
    Pair failed(String error) {
      return new Pair(from.host(), to.host(), null, false, error, false);
    }
  }

  /**
   * Blocks until all pairs are answered or the deadline.
   *
   * @param fresh the version that no host had met when the caller made it; empty if there is none
   */
  public MatrixResult measure(List<KmsClient> hosts, String probeKey, Optional<KeyVersion> fresh) {
    List<Direction> pairs = new ArrayList<>();
    for (KmsClient from : hosts) {
      for (KmsClient to : hosts) {
        if (!from.host().equals(to.host())) {
          pairs.add(new Direction(from, to));
        }
      }
    }
    try (BoundedRounds.Run run = rounds.begin(deadline)) {
      return new MatrixResult(
          clock.instant(),
          run.all(
              pairs,
              new Questions<>(
                  pair -> pair.from().host() + ">" + pair.to().host(),
                  pair -> measure(pair, probeKey, fresh),
                  pair -> pair.failed("not answered before the deadline"))));
    }
  }

  private static Pair measure(Direction pair, String probeKey, Optional<KeyVersion> fresh) {
    KmsAnswer<EncryptedKey> encrypted = pair.from().generate(probeKey);
    EncryptedKey key = encrypted.valueOrNull();
    if (key == null) {
      return pair.failed(pair.from().host() + " could not encrypt: " + encrypted.detail());
    }
    Opens opened = pair.to().decrypts(key);
    boolean memoryOnly = opened.isOpen() && !fresh.equals(Optional.of(key.version()));
    return new Pair(
        pair.from().host(),
        pair.to().host(),
        key.version(),
        opened.isOpen(),
        opened.detail(),
        memoryOnly);
  }
}
