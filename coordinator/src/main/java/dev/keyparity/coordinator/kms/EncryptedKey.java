package dev.keyparity.coordinator.kms;

/**
 * A data key as a KMS hands it out: encrypted under one key version. Not a secret by itself, and
 * yet never printed.
 *
 * @param iv as on the wire, base64url
 * @param material the encrypted bytes, as on the wire, base64url
 */
public record EncryptedKey(KeyVersion version, String iv, String material) {
  @Override
  public String toString() {
    return "encrypted key under " + version;
  }
}
