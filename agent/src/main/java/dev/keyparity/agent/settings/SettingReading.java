package dev.keyparity.agent.settings;

import dev.keyparity.agent.store.FileDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one property is in one file.
 *
 * @param value null if it is not set, or secret
 * @param sealedValue of a secret one that is set: HMAC-SHA-256 under the asker's nonce, lower-case
 *     hex, which shows only whether two are equal; else null
 * @param file digest of the whole file
 */
public record SettingReading(
    String property,
    @Nullable String value,
    @Nullable String sealedValue,
    boolean isFinal,
    FileDigest file) {
  public boolean isPresent() {
    return value != null || sealedValue != null;
  }

  public boolean isSecret() {
    return sealedValue != null;
  }

  public Optional<String> shownValue() {
    return Optional.ofNullable(value);
  }
}
