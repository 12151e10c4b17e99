package dev.keyparity.agent.effect;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.keyring.seal.SealingKeyPair;
import dev.keyparity.keyring.seal.SealingOffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The sealing keys this host made as a target and the nonces it made as a source, one of each for
 * each run and other host; in memory only, destroyed after use, at their expiry and with the
 * process. Thread-safe.
 */
public final class SealingSessions implements AutoCloseable {
  /** From offer to import; a relay of two calls. */
  static final Duration LIFE = Duration.ofMinutes(10);

  private static final int NONCE_BYTES = 16;

  /** A sealing key and what it was offered for. */
  record Session(SealingKeyPair key, SealingOffer offer) {}

  private record Nonce(String value, Instant until) {}

  private final SecureRandom random;
  private final Clock clock;
  private final Map<String, Session> offered = new HashMap<>();
  private final Map<String, Nonce> nonces = new HashMap<>();

  public SealingSessions(SecureRandom random, Clock clock) {
    this.random = random;
    this.clock = clock;
  }

  /**
   * As the target: offers a sealing key. The same question again gets the same offer; a question
   * with another nonce makes a new key, and the old one is destroyed.
   */
  public synchronized SealingOffer offer(
      String group, String service, String run, String source, String target, String nonce) {
    dropExpired();
    Session present = offered.get(run);
    if (present != null
        && present.offer().source().equals(source)
        && present.offer().sourceNonce().equals(nonce)) {
      return present.offer();
    }
    destroy(run);
    SealingKeyPair key = SealingKeyPair.generate(random);
    Instant expiry = clock.instant().plus(LIFE).truncatedTo(ChronoUnit.MILLIS);
    SealingOffer offer =
        new SealingOffer(group, service, run, source, target, nonce, key.publicKey(), expiry);
    offered.put(run, new Session(key, offer));
    return offer;
  }

  /** As the target: the key of a run, while it lives. */
  synchronized Session require(String run) {
    dropExpired();
    Session session = offered.get(run);
    if (session == null) {
      throw new KeyparityException(
          ErrorCode.SEAL_REFUSED,
          "sealing key of run %s: none (expected: offered within %d min by this process)"
              .formatted(run, LIFE.toMinutes()),
          "offer and seal again");
    }
    return session;
  }

  /** As the target: destroys the key of a run. */
  public synchronized void destroy(String run) {
    Optional.ofNullable(offered.remove(run)).ifPresent(session -> session.key().destroy());
  }

  /** As the source: a nonce for one run and target; the same question again gets the same one. */
  public synchronized String sourceNonce(String run, String target) {
    dropExpired();
    return nonces
        .computeIfAbsent(
            run + "/" + target,
            key -> {
              byte[] bytes = new byte[NONCE_BYTES];
              random.nextBytes(bytes);
              return new Nonce(HexFormat.of().formatHex(bytes), clock.instant().plus(LIFE));
            })
        .value();
  }

  /** As the source: refuses an offer that does not answer the present nonce. */
  public synchronized void requireAnswers(SealingOffer offer) {
    dropExpired();
    Nonce nonce = nonces.get(offer.run() + "/" + offer.target());
    if (nonce == null || !nonce.value().equals(offer.sourceNonce())) {
      throw new KeyparityException(
          ErrorCode.SEAL_REFUSED,
          "sealing offer of %s: answers another nonce than this host's present one"
              .formatted(offer.target()),
          "ask for a nonce again");
    }
  }

  private void dropExpired() {
    Instant now = clock.instant();
    offered
        .values()
        .removeIf(
            session -> {
              boolean over = !now.isBefore(session.offer().expiresAt());
              if (over) {
                session.key().destroy();
              }
              return over;
            });
    nonces.values().removeIf(nonce -> !now.isBefore(nonce.until()));
  }

  /** Destroys all keys. */
  @Override
  public synchronized void close() {
    offered.values().forEach(session -> session.key().destroy());
    offered.clear();
    nonces.clear();
  }
}
