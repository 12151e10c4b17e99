package dev.keyparity.coordinator.kms;

import java.util.List;

/**
 * One KMS host, asked directly. Thread-safe; calls block, at most for the client's probe deadline.
 * Nothing is retried.
 */
public interface KmsClient {

  String host();

  /** Whether a KMS answers there at all; any well-formed HTTP answer counts. */
  KmsAnswer<Health> health();

  /** The names of all keys this host lists; needs GET_KEYS. */
  KmsAnswer<List<String>> keyNames();

  /** Needs GET_METADATA. */
  KmsAnswer<KeyMetadata> metadata(String key);

  /**
   * Asks whether this host can unseal a version, by having it decrypt random bytes; the result is
   * rubbish and is dropped unread. Changes nothing; needs DECRYPT_EEK.
   */
  Opens opens(KeyVersion version);

  /** A fresh data key, encrypted under the key's current version; needs GENERATE_EEK. */
  KmsAnswer<EncryptedKey> generate(String key);

  /** Whether this host decrypts a data key that was encrypted elsewhere; the clear is dropped. */
  Opens decrypts(EncryptedKey encrypted);

  /** Makes a key with version 0; needs CREATE. Answers its metadata. */
  KmsAnswer<KeyMetadata> create(String key);

  /** Adds a version; needs ROLLOVER. Answers the new version's name. */
  KmsAnswer<KeyVersion> roll(String key);

  /**
   * Makes this host forget what it caches of a key; needs ROLLOVER. Older KMS do not know it:
   * {@code FAILED} or {@code NO_SUCH_KEY}.
   */
  KmsAnswer<Health> invalidateCache(String key);

  /**
   * @param sentence what answered, for the log
   */
  record Health(String sentence) {}

  /**
   * @param versions how many there are: 0 … versions − 1
   */
  record KeyMetadata(String key, int versions, String cipher, int bits) {}
}
