package dev.keyparity.keyring;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Rings that real GnuPG made, each made once per test JVM. Small keys: the format is the same. */
public final class TestRings {
  private static final Map<String, byte[]> MADE = new ConcurrentHashMap<>();
  private static final Map<String, List<String>> LISTED = new ConcurrentHashMap<>();
  private static final String[] RSA = {
    "Key-Type: RSA",
    "Key-Length: 1024",
    "Key-Usage: sign",
    "Subkey-Type: RSA",
    "Subkey-Length: 1024",
    "Subkey-Usage: encrypt",
    "Name-Real: keytrustee (client)",
  };

  private TestRings() {}

  /** What every KMS host should hold: gpg1, RSA primary (sign) and RSA subkey (encrypt). */
  public static byte[] approved() {
    return once("approved", () -> classic("approved", "Name-Email: kms@kms1"));
  }

  /** The public ring that belongs to {@link #approved}. */
  public static byte[] approvedPublic() {
    approved();
    return once("approved.pub", () -> new byte[0]);
  }

  /** Another host's own key of the same kind. */
  public static byte[] rogue() {
    return once("rogue", () -> classic("rogue", "Name-Email: kms@kms2"));
  }

  /** A key of the same kind whose secret parts a passphrase protects. */
  public static byte[] passphrased() {
    return once(
        "passphrased", () -> classic("passphrased", "Name-Email: kms@kms3", "Passphrase: secret"));
  }

  /** GnuPG 1.4: DSA primary, ElGamal subkey. */
  public static byte[] dsaElgamal() {
    return once(
        "dsa",
        () ->
            classic(
                new String[] {
                  "Key-Type: DSA",
                  "Key-Length: 1024",
                  "Key-Usage: sign",
                  "Subkey-Type: ELG-E",
                  "Subkey-Length: 1024",
                  "Subkey-Usage: encrypt",
                  "Name-Real: old"
                },
                "dsa"));
  }

  /** GnuPG 2.2: EdDSA primary, ECDH subkey on Curve25519. */
  public static byte[] curve25519() {
    return once("ed25519", () -> modern("ed25519", "eddsa", "ed25519", "cv25519"));
  }

  /** GnuPG 2.2: ECDSA primary, ECDH subkey on NIST P-256. */
  public static byte[] nistP256() {
    return once("nistp256", () -> modern("nistp256", "ecdsa", "nistp256", "nistp256"));
  }

  /** GnuPG 2.2 on a Brainpool curve. */
  public static byte[] brainpool() {
    return once(
        "brainpool", () -> modern("brainpool", "ecdsa", "brainpoolP256r1", "brainpoolP256r1"));
  }

  /** GnuPG 2.2: a primary key that can sign and one subkey that signs, one that decrypts. */
  public static byte[] signingSubkey() {
    return once("signing-subkey", TestRings::withSigningSubkey);
  }

  /** The approved key as GnuPG 2.2 exports it after an import: no trust packets. */
  public static byte[] reexported() {
    return once("reexported", () -> reexport(approved()));
  }

  /** The passphrase-protected key as GnuPG 2.2 exports it: fresh salt, other bytes. */
  public static byte[] passphrasedReexport(int which) {
    return once("passphrased-" + which, () -> reexport(passphrased(), "--passphrase", "secret"));
  }

  /** The approved key with a primary that is only a stub (gnu-dummy). */
  public static byte[] stubbed() {
    return once(
        "stubbed",
        () -> {
          try (Gpg gpg = Gpg.modern()) {
            gpg.run(approved(), "--import");
            return gpg.run(new byte[0], "--export-secret-subkeys");
          }
        });
  }

  /** ASCII-armoured. */
  public static byte[] armoured() {
    return once(
        "armoured",
        () -> {
          try (Gpg gpg = Gpg.modern()) {
            return gpg.run(approved(), "--enarmor");
          }
        });
  }

  /** The approved key and then another. */
  public static byte[] twoPrimaries() {
    return concat(approved(), rogue());
  }

  /** What gpg itself lists for a ring made here. */
  public static List<String> listed(String name) {
    return List.copyOf(LISTED.getOrDefault(name, List.of()));
  }

  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] reexport(byte[] ring, String... options) {
    try (Gpg gpg = Gpg.modern()) {
      gpg.run(ring, TestRings.with(options, "--import"));
      return gpg.exportSecret(options);
    }
  }

  private static byte[] classic(String name, String... more) {
    return classic(with(RSA, more), name);
  }

  private static byte[] classic(String[] parameters, String name) {
    try (Gpg gpg = Gpg.classic()) {
      gpg.generate(parameters);
      LISTED.put(name, gpg.secretFingerprints());
      MADE.put(name + ".pub", gpg.file("pubring.gpg"));
      return gpg.file("secring.gpg");
    }
  }

  private static byte[] modern(String name, String type, String curve, String subCurve) {
    try (Gpg gpg = Gpg.modern()) {
      gpg.generate(
          "Key-Type: " + type,
          "Key-Curve: " + curve,
          "Key-Usage: sign",
          "Subkey-Type: ecdh",
          "Subkey-Curve: " + subCurve,
          "Subkey-Usage: encrypt",
          "Name-Real: " + name,
          "%no-protection");
      LISTED.put(name, gpg.secretFingerprints());
      return gpg.exportSecret();
    }
  }

  private static byte[] withSigningSubkey() {
    try (Gpg gpg = Gpg.modern()) {
      gpg.run(
          new byte[0], "--passphrase", "", "--quick-gen-key", "signer", "rsa1024", "cert", "never");
      String fpr = gpg.secretFingerprints().get(0);
      for (String usage : List.of("sign", "encrypt")) {
        gpg.run(new byte[0], "--passphrase", "", "--quick-add-key", fpr, "rsa1024", usage, "never");
      }
      LISTED.put("signing-subkey", gpg.secretFingerprints());
      return gpg.exportSecret();
    }
  }

  private static String[] with(String[] first, String... more) {
    String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  private static byte[] once(String name, Supplier<byte[]> make) {
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
