package dev.keyparity.agent.control;

import dev.keyparity.keyring.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key that a running KMS process serves: what its key file was when it started.
 *
 * @param identityOrNull null if those bytes held no sound key
 */
public record ServingKey(Digest digest, @Nullable Digest identityOrNull) {

  /** Change times and process starts are told by clocks that differ by a tick of 10 ms. */
  static final Duration MARGIN = Duration.ofMillis(50);

  /** How long after its start a process may still be reading its key file. */
  static final Duration LOADING = Duration.ofSeconds(60);

  public Optional<Digest> identity() {
    return Optional.ofNullable(identityOrNull);
  }

  /**
   * The key of a process, if it can be proven. Pure.
   *
   * <p>Bytes that were in place before the process started, and were seen unchanged after it
   * answered (or after the longest time that a start may take), are the bytes it read. Bytes that
   * are in place still prove the same: had they changed, their change time would say so.
   *
   * @param startedAt of the process
   * @param servingSince when it was first seen to answer; null if it has not been
   */
  static Optional<ServingKey> of(
      KeyFileHistory.Entries history, Instant startedAt, @Nullable Instant servingSince) {
    Instant longest = startedAt.plus(LOADING);
    Instant loaded =
        servingSince != null && servingSince.isBefore(longest) ? servingSince : longest;
    return history.entries().stream()
        .filter(entry -> entry.changedAt().plus(MARGIN).isBefore(startedAt))
        .filter(entry -> entry.isPresent() || !entry.lastSeen().isBefore(loaded))
        .reduce((earlier, later) -> later)
        .map(entry -> new ServingKey(entry.digest(), entry.identityOrNull()));
  }
}
