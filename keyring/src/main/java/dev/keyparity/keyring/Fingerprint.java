package dev.keyparity.keyring;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The fingerprint of an OpenPGP v4 key: SHA-1 over its public part and creation time (RFC 4880
 * §12.2), as 40 upper-case hexadecimal digits. It says nothing about the secret part. It is no
 * secret and travels freely.
 */
public record Fingerprint(String hex) implements Comparable<Fingerprint> {
  private static final Pattern FORM = Pattern.compile("[0-9A-F]{40}");

  public Fingerprint {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "fingerprint: " + hex + " (expected: 40 upper-case hexadecimal digits)");
    }
  }

  /** The fingerprint with these 20 bytes. */
  public static Fingerprint fromBytes(byte[] twentyBytes) {
    return new Fingerprint(HexFormat.of().withUpperCase().formatHex(twentyBytes));
  }

  /** How people are shown it: {@code 4F2A…9C1D}. */
  public String abbreviated() {
    return hex.substring(0, 4) + "…" + hex.substring(36);
  }

  @Override
  public int compareTo(Fingerprint other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
