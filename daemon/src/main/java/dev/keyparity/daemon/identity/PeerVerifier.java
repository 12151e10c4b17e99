package dev.keyparity.daemon.identity;

import java.time.Instant;

/** Tells who signed a payload, by the trust bundle of this process. Thread-safe. */
public interface PeerVerifier {
  /** Checks a signature whose certificate must be good now. */
  PeerVerification verify(String format, byte[] payload, PeerSignature signature);

  /**
   * Checks a signature whose certificate must have been good at a time: for media that lay around
   * longer than a certificate lives. The time is only as good as its source: take it from a
   * document an operator signed, not from the payload alone.
   */
  PeerVerification verifyMadeAt(
      String format, byte[] payload, PeerSignature signature, Instant madeAt);
}
