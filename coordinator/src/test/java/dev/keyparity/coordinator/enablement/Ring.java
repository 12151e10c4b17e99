package dev.keyparity.coordinator.enablement;

import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.KeyIdentity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A key file as far as anybody here can tell: a name decides its keys, a spelling its bytes.
 *
 * @param name rings of one name hold the same keys
 * @param spelling other spellings of one ring are other bytes of the same keys
 * @param sound false: damaged, and no key can be read
 */
public record Ring(String name, int spelling, boolean sound) {
  // Thousands of runs ask for the same few.
  private static final Map<String, String> DIGESTS = new ConcurrentHashMap<>();

  public static Ring of(String name) {
    return new Ring(name, 1, true);
  }

  public Ring respelled() {
    return new Ring(name, spelling + 1, sound);
  }

  public Ring damaged() {
    return new Ring(name, spelling, false);
  }

  /** Whether it is the other one, cut. */
  boolean isBeginningOf(Ring whole) {
    return !sound && equals(whole.damaged());
  }

  public String primary() {
    return fingerprint("primary");
  }

  public String subkey() {
    return fingerprint("subkey");
  }

  public List<String> fingerprints() {
    return sound ? List.of(primary(), subkey()) : List.of();
  }

  public String identity() {
    return sound ? keyIdentity().digest().hex() : "";
  }

  KeyIdentity keyIdentity() {
    return KeyIdentity.of(
        List.of(
            new KeyIdentity.Member(new Fingerprint(primary()), true, true),
            new KeyIdentity.Member(new Fingerprint(subkey()), false, true)));
  }

  public String sha256() {
    return sha("secring " + this);
  }

  public long bytes() {
    return sound ? 2487 : 1200;
  }

  private String fingerprint(String which) {
    return sha(name + " " + which).substring(0, 40).toUpperCase(Locale.ROOT);
  }

  static String sha(String text) {
    return DIGESTS.computeIfAbsent(
        text, it -> Digest.of(it.getBytes(StandardCharsets.UTF_8)).hex());
  }
}
