package dev.keyparity.keyring;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Rings that real GnuPG made, each made once per test JVM. Small keys: the format is the same. */
public final class TestRings {
  private static final Map<String, byte[]> MADE = new ConcurrentHashMap<>();
  private static final Map<String, List<String>> LISTED = new ConcurrentHashMap<>();

  private TestRings() {}

  /** What every KMS host should hold: gpg1, RSA primary (sign) and RSA subkey (encrypt). */
  public static byte[] approved() {
    return once("approved", () -> classic("approved", "kms1"));
  }

  /** Another host's own key of the same kind. */
  public static byte[] rogue() {
    return once("rogue", () -> classic("rogue", "kms2"));
  }

  /** The public ring that belongs to {@link #approved}. */
  public static byte[] approvedPublic() {
    approved();
    return once("approved.pub", () -> new byte[0]);
  }

  /** What gpg1 itself lists for a ring made here. */
  public static List<String> listed(String name) {
    return List.copyOf(LISTED.getOrDefault(name, List.of()));
  }

  private static byte[] classic(String name, String host) {
    try (Gpg gpg = Gpg.classic()) {
      gpg.generate(
          "Key-Type: RSA",
          "Key-Length: 1024",
          "Key-Usage: sign",
          "Subkey-Type: RSA",
          "Subkey-Length: 1024",
          "Subkey-Usage: encrypt",
          "Name-Real: keytrustee (client)",
          "Name-Email: kms@" + host);
      LISTED.put(name, gpg.secretFingerprints());
      MADE.put(name + ".pub", gpg.file("pubring.gpg"));
      return gpg.file("secring.gpg");
    }
  }

  static byte[] once(String name, Supplier<byte[]> make) {
    byte[] made = MADE.get(name);
    if (made == null) {
      synchronized (TestRings.class) {
        made = MADE.get(name);
        if (made == null) {
          made = make.get();
          MADE.put(name, made);
        }
      }
    }
    return made.clone();
  }
}
