package dev.keyparity.coordinator.kms;

/**
 * One version of an encryption key: {@code name@n}.
 *
 * @param version from 0
 */
public record KeyVersion(String key, int version) implements Comparable<KeyVersion> {
  public KeyVersion {
    if (key.isEmpty() || version < 0) {
      throw new IllegalArgumentException(
          "key version: %s@%d (expected: a name and a version from 0)".formatted(key, version));
    }
  }

  /**
   * Reads {@code name@n}; the name itself may hold an {@code @}.
   *
   * @throws IllegalArgumentException with a message for the operator
   */
  public static KeyVersion parse(String text) {
    int at = text.lastIndexOf('@');
    if (at > 0 && text.substring(at + 1).matches("0|[1-9][0-9]{0,8}")) {
      return new KeyVersion(text.substring(0, at), Integer.parseInt(text.substring(at + 1)));
    }
    throw new IllegalArgumentException(
        "key version: " + text + " (expected: name@number, as in customer_pii@3)");
  }

  @Override
  public int compareTo(KeyVersion other) {
    int byKey = key.compareTo(other.key);
    return byKey != 0 ? byKey : Integer.compare(version, other.version);
  }

  @Override
  public String toString() {
    return key + "@" + version;
  }
}
