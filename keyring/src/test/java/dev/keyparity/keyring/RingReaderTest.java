package dev.keyparity.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RingReaderTest {
  static Stream<Arguments> rings() {
    return Stream.of(
        Arguments.of("approved", TestRings.approved(), List.of("rsa 1024", "rsa 1024")),
        Arguments.of("dsa", TestRings.dsaElgamal(), List.of("dsa 1024", "elgamal 1024")),
        Arguments.of(
            "ed25519", TestRings.curve25519(), List.of("eddsa-ed25519 255", "ecdh-cv25519 255")),
        Arguments.of(
            "nistp256", TestRings.nistP256(), List.of("ecdsa-nistp256 256", "ecdh-nistp256 256")),
        Arguments.of(
            "brainpool",
            TestRings.brainpool(),
            List.of("ecdsa-brainpoolP256r1 256", "ecdh-brainpoolP256r1 256")),
        Arguments.of(
            "signing-subkey",
            TestRings.signingSubkey(),
            List.of("rsa 1024", "rsa 1024", "rsa 1024")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rings")
  void unprotectedRing_read_isSoundAndProvenWithTheFingerprintsThatGpgLists(
      String name, byte[] ring, List<String> algorithms) {
    RingFacts facts = RingReader.read(ring);

    assertThat(facts.reasons()).isEmpty();
    assertThat(facts.soundness()).isEqualTo(Soundness.SOUND);
    assertThat(facts.warnings()).isEmpty();
    assertThat(facts.keys())
        .extracting(k -> k.fingerprint().hex())
        .containsExactlyElementsOf(TestRings.listed(name));
    assertThat(facts.keys())
        .extracting(k -> k.algorithm() + " " + k.bits())
        .containsExactlyElementsOf(algorithms);
    assertThat(facts.keys())
        .allMatch(k -> k.secretPresent() && !k.isProtected())
        .allMatch(k -> Boolean.TRUE.equals(k.secretConsistent()));
    assertThat(facts.keys()).extracting(KeyFacts::primary).startsWith(true).containsOnlyOnce(true);
  }

  @Test
  void passphrasedRing_read_isSoundButItsSecretIsNotProven() {
    RingFacts facts = RingReader.read(TestRings.passphrased());

    assertThat(facts.soundness()).isEqualTo(Soundness.SOUND);
    assertThat(facts.keys())
        .hasSize(2)
        .allMatch(k -> k.isProtected() && k.secretPresent() && k.secretConsistent() == null);
  }

  @Test
  void emptyRing_read_isDamagedAndNeverAnEmptySetOfKeys() {
    RingFacts facts = RingReader.read(new byte[0]);

    assertThat(facts.soundness()).isEqualTo(Soundness.DAMAGED);
    assertThat(facts.reasons()).containsExactly("secring.gpg: empty (0 bytes)");
    assertThat(facts.identity()).isNull();
  }

  @Test
  void armouredRing_read_isUnreadableAndSaysHowToUndoIt() {
    RingFacts facts = RingReader.read(TestRings.armoured());

    assertThat(facts.soundness()).isEqualTo(Soundness.UNREADABLE);
    assertThat(facts.reasons().get(0)).contains("ASCII-armoured").contains("gpg --dearmor");
  }

  @Test
  void publicRing_read_isDamagedAndNamesItsKeys() {
    RingFacts facts = RingReader.read(TestRings.approvedPublic());

    assertThat(facts.soundness()).isEqualTo(Soundness.DAMAGED);
    assertThat(facts.reasons().get(0)).contains("is this the public ring?");
    assertThat(facts.keys()).hasSize(2).noneMatch(KeyFacts::secretPresent);
  }

  @Test
  void stubbedPrimary_read_isDamaged() {
    RingFacts facts = RingReader.read(TestRings.stubbed());

    assertThat(facts.soundness()).isEqualTo(Soundness.DAMAGED);
    assertThat(facts.reasons().get(0)).contains("gnu-dummy");
    assertThat(facts.keys()).extracting(KeyFacts::secretPresent).containsExactly(false, true);
  }

  @Test
  void smartcardStub_read_isDamaged() {
    Surgery ring = Surgery.on(TestRings.approved());
    byte[] card = ring.replace(0, body -> stub(body, 2, new byte[] {4, 1, 2, 3, 4})).oldFormat();

    RingFacts facts = RingReader.read(card);

    assertThat(facts.soundness()).isEqualTo(Soundness.DAMAGED);
    assertThat(facts.reasons().get(0)).contains("smartcard");
  }

  @Test
  void gnuInternalSecret_read_isUnreadable() {
    byte[] internal =
        Surgery.on(TestRings.approved()).replace(0, body -> stub(body, 3, new byte[8])).oldFormat();

    assertThat(RingReader.read(internal).soundness()).isEqualTo(Soundness.UNREADABLE);
  }

  @Test
  void otherKeyVersions_read_areUnreadableAndNamed() {
    for (int version : new int[] {2, 3, 5, 6}) {
      byte[] ring =
          Surgery.on(TestRings.approved())
              .replace(
                  4,
                  body -> {
                    body[0] = (byte) version;
                    return body;
                  })
              .oldFormat();

      RingFacts facts = RingReader.read(ring);

      assertThat(facts.soundness()).isEqualTo(Soundness.UNREADABLE);
      assertThat(facts.reasons().get(0))
          .contains("secret subkey packet at byte")
          .contains("version " + version + " (expected: 4)");
      assertThat(facts.keys()).hasSize(1);
    }
  }

  @Test
  void unknownAlgorithmOfASubkey_read_isUnreadable() {
    byte[] ring =
        Surgery.on(TestRings.approved())
            .replace(
                4,
                body -> {
                  body[5] = 99;
                  return body;
                })
            .oldFormat();

    RingFacts facts = RingReader.read(ring);

    assertThat(facts.soundness()).isEqualTo(Soundness.UNREADABLE);
    assertThat(facts.reasons().get(0)).contains("algorithm 99");
  }

  @Test
  void unknownCurve_read_isUnreadable() {
    byte[] ring =
        Surgery.on(TestRings.nistP256())
            .replace(
                0,
                body -> {
                  body[10] ^= 1;
                  return body;
                })
            .oldFormat();

    assertThat(RingReader.read(ring).soundness()).isEqualTo(Soundness.UNREADABLE);
  }

  @Test
  void trailingBytes_read_areDamageAndSaidToBeUnread() {
    for (byte[] rubbish :
        List.of(new byte[16], "oops\n".getBytes(StandardCharsets.US_ASCII), new byte[] {-1})) {
      RingFacts facts = RingReader.read(TestRings.concat(TestRings.approved(), rubbish));

      assertThat(facts.soundness()).isEqualTo(Soundness.DAMAGED);
      assertThat(facts.warnings())
          .anyMatch(w -> w.kind() == Warning.Kind.UNREAD_BYTES && w.detail().contains("are not"));
      assertThat(facts.keys()).hasSize(2);
    }
  }

  @Test
  void markerPacket_read_isWarnedOf() {
    byte[] ring =
        Surgery.on(TestRings.approved())
            .insert(0, Packet.MARKER, "PGP".getBytes(StandardCharsets.US_ASCII))
            .oldFormat();

    RingFacts facts = RingReader.read(ring);

    assertThat(facts.soundness()).isEqualTo(Soundness.SOUND);
    assertThat(facts.warnings()).extracting(Warning::kind).contains(Warning.Kind.PACKET);
  }

  @Test
  void duplicateRing_read_isSoundAndWarnedOf() {
    RingFacts facts = RingReader.read(TestRings.concat(TestRings.approved(), TestRings.approved()));

    assertThat(facts.soundness()).isEqualTo(Soundness.SOUND);
    assertThat(facts.warnings()).extracting(Warning::kind).contains(Warning.Kind.DUPLICATE_KEY);
    assertThat(facts.identity()).isEqualTo(RingReader.read(TestRings.approved()).identity());
  }

  @Test
  void ringCutBeforeItsEncryptionSubkey_read_isDamagedThoughEveryPacketIsWhole() {
    Surgery whole = Surgery.on(TestRings.approved());
    byte[] cut =
        Surgery.of(whole.pieces().subList(0, whole.indexOf(Packet.SECRET_SUBKEY, 0))).oldFormat();

    RingFacts facts = RingReader.read(cut);

    assertThat(facts.soundness()).isEqualTo(Soundness.DAMAGED);
    assertThat(facts.reasons().get(0)).contains("no key that can decrypt");
  }

  @Test
  void foreignPacketTypes_read_areDamage() {
    for (int tag : new int[] {0, 1, 8, 11, 15}) {
      byte[] ring = Surgery.on(TestRings.approved()).insert(4, tag, new byte[8]).oldFormat();

      assertThat(RingReader.read(ring).soundness()).as("type %d", tag).isEqualTo(Soundness.DAMAGED);
    }
  }

  @Test
  void packetsBeforeAnyKey_read_areDamage() {
    Surgery whole = Surgery.on(TestRings.approved());
    for (int from : new int[] {1, 2, 4}) {
      byte[] headless = Surgery.of(whole.pieces().subList(from, whole.pieces().size())).oldFormat();

      assertThat(RingReader.read(headless).soundness()).isEqualTo(Soundness.DAMAGED);
    }
  }

  @Test
  void manyKeys_read_areRefusedBeforeAnyWorkIsDone() {
    byte[][] copies = new byte[100][];
    Arrays.fill(copies, TestRings.approved());

    RingFacts facts = RingReader.read(TestRings.concat(copies));

    assertThat(facts.soundness()).isEqualTo(Soundness.UNREADABLE);
    assertThat(facts.reasons().get(0)).contains("200 keys (expected: at most");
    assertThat(facts.keys()).isEmpty();
  }

  @Test
  void userIdChanged_read_isWarnedOfBecauseItsSignatureFails() {
    byte[] ring =
        Surgery.on(TestRings.approved())
            .replace(1, body -> "somebody else".getBytes(StandardCharsets.US_ASCII))
            .oldFormat();

    RingFacts facts = RingReader.read(ring);

    assertThat(facts.warnings())
        .anyMatch(w -> w.kind() == Warning.Kind.SIGNATURE && w.detail().contains("user id packet"));
  }

  @Test
  void publicRing_readPublic_listsItsKeys() {
    assertThat(RingReader.readPublic(TestRings.approvedPublic()))
        .extracting(Fingerprint::hex)
        .containsExactlyElementsOf(TestRings.listed("approved"));
    assertThat(RingReader.readPublic("rubbish".getBytes(StandardCharsets.US_ASCII))).isEmpty();
  }

  /**
   * The secret part replaced by GnuPG's extension: usage 255, cipher, S2K 101, hash, mark, mode.
   */
  private static byte[] stub(byte[] body, int mode, byte[] rest) {
    byte[] open = Arrays.copyOf(body, Surgery.rsaSecretStart(body));
    return TestRings.concat(
        open, new byte[] {(byte) 255, 9, 101, 2, 'G', 'N', 'U', (byte) mode}, rest);
  }
}
