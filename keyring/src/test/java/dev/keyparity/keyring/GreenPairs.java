package dev.keyparity.keyring;

import static dev.keyparity.keyring.Verdict.EQUIVALENT;
import static dev.keyparity.keyring.Verdict.IN_PARITY;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Pairs that hold the same key, soundly: whoever raises an alarm here raises a false one. */
final class GreenPairs {
  private GreenPairs() {}

  static Stream<RingPair> all() {
    return Stream.of(sameBytes(), samePlace(), otherBytes(), otherSignatures())
        .flatMap(List::stream);
  }

  private static RingPair same(String what, Supplier<byte[]> ring) {
    return RingPair.of("the same bytes: " + what, IN_PARITY, ring, ring);
  }

  private static List<RingPair> sameBytes() {
    return List.of(
        same("RSA 1024", TestRings::approved),
        same("RSA 2048", () -> GnupgDeeds.rsa(2048)).warning(Warning.Kind.PUBLIC_RING),
        same("RSA 4096", () -> GnupgDeeds.rsa(4096)).warning(Warning.Kind.PUBLIC_RING),
        same("DSA and ElGamal", TestRings::dsaElgamal).warning(Warning.Kind.PUBLIC_RING),
        same("Curve25519", TestRings::curve25519).warning(Warning.Kind.PUBLIC_RING),
        same("NIST P-256", TestRings::nistP256).warning(Warning.Kind.PUBLIC_RING),
        same("Brainpool P-256", TestRings::brainpool).warning(Warning.Kind.PUBLIC_RING),
        same("under a passphrase", TestRings::passphrased).warning(Warning.Kind.PUBLIC_RING),
        same("two keys", TestRings::twoPrimaries).warning(Warning.Kind.PUBLIC_RING),
        same("a revoked key", GnupgDeeds::revoked).warning(Warning.Kind.PUBLIC_RING),
        same("an expired key", GreenPairs::expired));
  }

  private static List<RingPair> samePlace() {
    return List.of(
        RingPair.after("the group may read it", IN_PARITY, d -> chmod(d, "rw-r-----"))
            .warning(Warning.Kind.MODE),
        RingPair.after(
                "everybody may enter the directory",
                IN_PARITY,
                d -> Files.setPosixFilePermissions(d, PosixFilePermissions.fromString("rwxr-xr-x")))
            .warning(Warning.Kind.MODE),
        RingPair.after("only its owner may read it", IN_PARITY, d -> chmod(d, "r--------")),
        RingPair.after(
                "GnuPG 2.2 listed the secret keys of that directory", IN_PARITY, GreenPairs::listed)
            .warning(Warning.Kind.LEFTOVER),
        RingPair.after(
                "a private-keys-v1.d beside it",
                IN_PARITY,
                d -> Files.createDirectory(d.resolve("private-keys-v1.d")))
            .warning(Warning.Kind.LEFTOVER),
        RingPair.after(
                "a pubring.kbx beside it",
                IN_PARITY,
                d -> Files.createFile(d.resolve("pubring.kbx")))
            .warning(Warning.Kind.LEFTOVER),
        RingPair.after(
            "an editor's copy beside it",
            IN_PARITY,
            d -> RingPair.write(d.resolve("secring.gpg~"), TestRings.rogue())),
        RingPair.after(
                "the public ring is that of another key",
                IN_PARITY,
                d -> RingPair.write(d.resolve("pubring.gpg"), GoldenRingTest.golden("pubring.gpg")))
            .warning(Warning.Kind.PUBLIC_RING, Warning.Kind.OTHER_FILE_DIFFERS),
        RingPair.after("no public ring", IN_PARITY, d -> Files.delete(d.resolve("pubring.gpg")))
            .warning(Warning.Kind.MISSING_FILE),
        RingPair.after(
                "another registration",
                IN_PARITY,
                d -> RingPair.write(d.resolve("keytrustee.conf"), new byte[] {'{', '}'}))
            .warning(Warning.Kind.OTHER_FILE_DIFFERS),
        RingPair.after(
                "a second name for the key file",
                IN_PARITY,
                d ->
                    Files.createLink(d.resolveSibling("second name"), d.resolve(RingPair.KEY_FILE)))
            .warning(Warning.Kind.HARD_LINK));
  }

  private static List<RingPair> otherBytes() {
    return List.of(
        equivalent("exported by GnuPG 2.2", TestRings::reexported),
        equivalent(
            "exported by GnuPG 1.4", () -> GnupgDeeds.exportedByClassic(TestRings.approved())),
        equivalent(
            "exported, imported into another home and exported again",
            () -> GnupgDeeds.exportedByClassic(TestRings.reexported())),
        RingPair.of(
                "RSA 4096 exported by GnuPG 2.2",
                EQUIVALENT,
                () -> GnupgDeeds.rsa(4096),
                () -> GnupgDeeds.reexported(GnupgDeeds.rsa(4096)))
            .warning(Warning.Kind.PUBLIC_RING),
        RingPair.of(
                "DSA and ElGamal exported by GnuPG 2.2",
                EQUIVALENT,
                TestRings::dsaElgamal,
                () -> GnupgDeeds.reexported(TestRings.dsaElgamal()))
            .warning(Warning.Kind.PUBLIC_RING),
        RingPair.of(
                "Curve25519 with new-format lengths",
                EQUIVALENT,
                TestRings::curve25519,
                () -> Surgery.on(TestRings.curve25519()).newFormat())
            .warning(Warning.Kind.PUBLIC_RING),
        equivalent("new-format lengths", () -> Surgery.on(TestRings.approved()).newFormat()),
        equivalent(
            "GnuPG 1.4 remembered that a signature is good",
            () -> Surgery.on(TestRings.approved()).replace(3, b -> new byte[] {0, 3}).oldFormat()),
        equivalent(
            "without trust packets",
            () ->
                Surgery.on(TestRings.approved()).without(p -> p.tag() == Packet.TRUST).oldFormat()),
        RingPair.of(
                "two keys in the other order",
                EQUIVALENT,
                TestRings::twoPrimaries,
                () -> TestRings.concat(TestRings.rogue(), TestRings.approved()))
            .warning(Warning.Kind.PUBLIC_RING),
        equivalent(
                "the same key twice",
                () -> TestRings.concat(TestRings.approved(), TestRings.approved()))
            .warning(Warning.Kind.DUPLICATE_KEY),
        RingPair.of(
                "its passphrase taken away",
                EQUIVALENT,
                TestRings::passphrased,
                () -> GnupgDeeds.withPassphrase(TestRings.passphrased(), "secret", ""))
            .warning(Warning.Kind.PUBLIC_RING));
  }

  private static List<RingPair> otherSignatures() {
    return List.of(
        equivalent(
            "a user id added",
            () -> GnupgDeeds.after(TestRings.approved(), "--quick-add-uid", "FPR", "kms@kms9")),
        equivalent("expiry set to a past day", GreenPairs::expired),
        equivalent(
            "expiry set to a day to come",
            () -> GnupgDeeds.after(TestRings.approved(), "--quick-set-expire", "FPR", "2y")),
        equivalent(
            "signed by somebody else",
            () -> GnupgDeeds.signedBySomebodyElse(TestRings.approved(), TestRings.signingSubkey())),
        RingPair.of("revoked", EQUIVALENT, GnupgDeeds::beforeRevocation, GnupgDeeds::revoked)
            .warning(Warning.Kind.PUBLIC_RING));
  }

  private static RingPair equivalent(String name, Supplier<byte[]> other) {
    return RingPair.of(name, EQUIVALENT, TestRings::approved, other);
  }

  private static byte[] expired() {
    return GnupgDeeds.once(
        "expired",
        () -> GnupgDeeds.after(TestRings.approved(), "--quick-set-expire", "FPR", "seconds=1"));
  }

  private static void chmod(Path directory, String permissions) throws Exception {
    Files.setPosixFilePermissions(
        directory.resolve(RingPair.KEY_FILE), PosixFilePermissions.fromString(permissions));
  }

  /** What an operator's {@code gpg -K} leaves: GnuPG migrates the directory it looks at. */
  private static void listed(Path directory) throws Exception {
    try (Gpg gpg = Gpg.modern()) {
      for (String name : List.of(RingPair.KEY_FILE, "pubring.gpg")) {
        Files.copy(directory.resolve(name), gpg.home().resolve(name));
      }
      gpg.secretFingerprints();
      for (String name : List.of(".gpg-v21-migrated", "trustdb.gpg")) {
        Files.copy(gpg.home().resolve(name), directory.resolve(name));
      }
    }
  }
}
