package dev.keyparity.keyring;

import static dev.keyparity.keyring.Verdict.DIVERGED;
import static dev.keyparity.keyring.Verdict.SUBSET;
import static dev.keyparity.keyring.Verdict.UNPROVEN;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Pairs whose keys are not the same ones, or of which that cannot be known from outside. */
final class OtherKeyPairs {
  private OtherKeyPairs() {}

  static Stream<RingPair> all() {
    return Stream.of(another(), added(), missing(), unproven()).flatMap(List::stream);
  }

  private static List<RingPair> another() {
    return List.of(
        diverged("another key", TestRings::rogue),
        diverged("another key, four times as long", () -> GnupgDeeds.rsa(4096)),
        diverged("another key, DSA and ElGamal", TestRings::dsaElgamal),
        diverged("another key, Curve25519", TestRings::curve25519),
        diverged("another key under a passphrase", TestRings::passphrased),
        diverged(
            "another key, cut short",
            () -> java.util.Arrays.copyOf(TestRings.rogue(), TestRings.rogue().length - 100)),
        diverged(
            "another key and rubbish", () -> TestRings.concat(TestRings.rogue(), new byte[16])),
        diverged("one bit of the modulus flipped", () -> Judge.flip(TestRings.approved(), 40, 3)),
        diverged(
            "one bit of the creation time flipped", () -> Judge.flip(TestRings.approved(), 5, 0)),
        diverged("the subkey of another key", OtherKeyPairs::spliced),
        diverged(
            "zeros over its end, as far as the subkey's modulus",
            () -> BrokenPairs.zerosAtTheEnd(TestRings.approved(), 500)));
  }

  private static List<RingPair> added() {
    return List.of(
        diverged("a key appended", TestRings::twoPrimaries),
        diverged(
            "a key put before it", () -> TestRings.concat(TestRings.rogue(), TestRings.approved())),
        diverged(
            "a subkey added by GnuPG",
            () ->
                GnupgDeeds.after(
                    TestRings.approved(),
                    "--passphrase",
                    "",
                    "--quick-add-key",
                    "FPR",
                    "rsa1024",
                    "encrypt",
                    "never")));
  }

  private static List<RingPair> missing() {
    return List.of(
        RingPair.of(
            "a subkey deleted by GnuPG",
            SUBSET,
            TestRings::signingSubkey,
            () -> GnupgDeeds.edited(TestRings.signingSubkey(), "key 1", "delkey", "y", "save")),
        RingPair.of(
            "the first of two keys is gone", SUBSET, TestRings::twoPrimaries, TestRings::rogue),
        RingPair.of(
            "the first of two keys alone, exported by GnuPG",
            SUBSET,
            TestRings::twoPrimaries,
            () -> GnupgDeeds.only(TestRings.twoPrimaries(), 0)),
        RingPair.of(
            "a subkey cut out",
            SUBSET,
            () -> Surgery.on(TestRings.signingSubkey()).newFormat(),
            () -> withoutFirstSubkey(TestRings.signingSubkey())));
  }

  private static List<RingPair> unproven() {
    return List.of(
        RingPair.of(
            "under a passphrase, exported twice",
            UNPROVEN,
            () -> TestRings.passphrasedReexport(1),
            () -> TestRings.passphrasedReexport(2)),
        RingPair.of(
            "put under a passphrase",
            UNPROVEN,
            TestRings::approved,
            () -> GnupgDeeds.withPassphrase(TestRings.approved(), "", "secret")),
        RingPair.of(
            "under another passphrase",
            UNPROVEN,
            TestRings::passphrased,
            () -> GnupgDeeds.withPassphrase(TestRings.passphrased(), "secret", "another")),
        RingPair.of(
            "a bit flipped in a secret part under a passphrase",
            UNPROVEN,
            TestRings::passphrased,
            () ->
                Surgery.on(TestRings.passphrased())
                    .replace(0, body -> Judge.flip(body, body.length - 40, 2))
                    .oldFormat()));
  }

  private static RingPair diverged(String name, Supplier<byte[]> other) {
    return RingPair.of(name, DIVERGED, TestRings::approved, other);
  }

  private static byte[] spliced() {
    List<Surgery.Piece> own = Surgery.on(TestRings.approved()).pieces();
    List<Surgery.Piece> foreign = Surgery.on(TestRings.rogue()).pieces();
    int subkey = Surgery.on(TestRings.approved()).indexOf(Packet.SECRET_SUBKEY, 0);
    List<Surgery.Piece> mixed = new ArrayList<>(own.subList(0, subkey));
    mixed.addAll(foreign.subList(subkey, foreign.size()));
    return Surgery.of(mixed).oldFormat();
  }

  private static byte[] withoutFirstSubkey(byte[] ring) {
    Surgery whole = Surgery.on(ring);
    List<Surgery.Piece> rest =
        new ArrayList<>(whole.pieces().subList(0, whole.indexOf(Packet.SECRET_SUBKEY, 0)));
    rest.addAll(
        whole.pieces().subList(whole.indexOf(Packet.SECRET_SUBKEY, 1), whole.pieces().size()));
    return Surgery.of(rest).oldFormat();
  }
}
