package dev.keyparity.coordinator.kms;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A host that lists its keys and then never answers whether it opens one. */
final class HangingKms implements KmsClient {
  private final KmsClient real;
  private final CountDownLatch never;

  HangingKms(KmsClient real, CountDownLatch never) {
    this.real = real;
    this.never = never;
  }

  @Override
  public String host() {
    return real.host();
  }

  @Override
  public KmsAnswer<Health> health() {
    return real.health();
  }

  @Override
  public KmsAnswer<List<String>> keyNames() {
    return real.keyNames();
  }

  @Override
  public KmsAnswer<KeyMetadata> metadata(String key) {
    return real.metadata(key);
  }

  @Override
  public Opens opens(KeyVersion version) {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyparityException(ErrorCode.CANCELLED, "interrupted", "", e);
    }
    return real.opens(version);
  }

  @Override
  public KmsAnswer<EncryptedKey> generate(String key) {
    return real.generate(key);
  }

  @Override
  public Opens decrypts(EncryptedKey encrypted) {
    return opens(encrypted.version());
  }

  @Override
  public KmsAnswer<KeyMetadata> create(String key) {
    return real.create(key);
  }

  @Override
  public KmsAnswer<KeyVersion> roll(String key) {
    return real.roll(key);
  }

  @Override
  public KmsAnswer<Health> invalidateCache(String key) {
    return real.invalidateCache(key);
  }
}
