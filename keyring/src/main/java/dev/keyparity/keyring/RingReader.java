package dev.keyparity.keyring;

import java.util.List;

/**
 * Reads the bytes of an OpenPGP ring to facts. Pure and thread-safe; any input whatever yields
 * facts. The caller bounds the input's size.
 *
 * <p>A secret ring is sound if
 *
 * <ol>
 *   <li>it is binary and framed to its last byte, and every packet belongs in a secret ring;
 *   <li>every key is v4, of a known algorithm, and its secret part is there;
 *   <li>every secret part without a passphrase matches its checksum and fits its public part;
 *   <li>at least one key can decrypt;
 *   <li>Bouncy Castle, an independent reader, sees the same fingerprints.
 * </ol>
 */
public final class RingReader {
  private RingReader() {}

  /** Facts of a secret ring, named {@code secring.gpg} in its warnings. */
  public static RingFacts read(byte[] bytes) {
    return read(bytes, "secring.gpg");
  }

  /** Facts of a secret ring that stands in this file. */
  public static RingFacts read(byte[] bytes, String file) {
    return new RingReading(file).secret(bytes);
  }

  /** The keys of a public ring, as far as they can be read; empty if it is none. */
  public static List<Fingerprint> readPublic(byte[] bytes) {
    return new RingReading("pubring.gpg").fingerprints(bytes);
  }
}
