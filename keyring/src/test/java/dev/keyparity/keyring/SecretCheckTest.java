package dev.keyparity.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The two independent checks of an unprotected secret part: its checksum, and arithmetic. */
class SecretCheckTest {
  static Stream<Arguments> rings() {
    return Stream.of(
        Arguments.of("rsa", TestRings.approved()),
        Arguments.of("dsa, elgamal", TestRings.dsaElgamal()),
        Arguments.of("ed25519, cv25519", TestRings.curve25519()),
        Arguments.of("nistp256", TestRings.nistP256()),
        Arguments.of("brainpoolP256r1", TestRings.brainpool()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rings")
  void secretNumberChangedWithItsChecksum_read_doesNotFitThePublicPart(String name, byte[] ring) {
    Surgery whole = Surgery.on(ring);
    for (int tag : new int[] {Packet.SECRET_KEY, Packet.SECRET_SUBKEY}) {
      int index = whole.indexOf(tag, 0);
      byte[] body = whole.pieces().get(index).body();
      int protection = protectionOctet(ring, index);
      for (int at = protection + 1; at < body.length - 2; at++) {
        int changed = at;
        // Bit 4 is none of those that X25519 ignores in a scalar (RFC 7748 §5).
        byte[] wrong =
            whole
                .replace(index, b -> Surgery.withChecksum(Judge.flip(b, changed, 4), protection))
                .oldFormat();

        RingFacts facts = RingReader.read(wrong);

        assertThat(facts.soundness()).as("byte %d", at).isEqualTo(Soundness.DAMAGED);
        assertThat(facts.keys().get(index == 0 ? 0 : 1).secretConsistent()).isNotEqualTo(true);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rings")
  void checksumChangedAlone_read_isDamaged(String name, byte[] ring) {
    Surgery whole = Surgery.on(ring);
    int last = whole.pieces().get(0).body().length - 1;

    RingFacts facts = RingReader.read(whole.replace(0, b -> Judge.flip(b, last, 0)).oldFormat());

    assertThat(facts.soundness()).isEqualTo(Soundness.DAMAGED);
    assertThat(facts.reasons().get(0)).contains("does not match its checksum");
  }

  @Test
  void secretExponentOfAnotherKey_read_doesNotFit() {
    byte[] mine = Surgery.on(TestRings.approved()).pieces().get(0).body();
    byte[] theirs = Surgery.on(TestRings.rogue()).pieces().get(0).body();
    byte[] mixed =
        TestRings.concat(
            java.util.Arrays.copyOf(mine, Surgery.rsaSecretStart(mine)),
            java.util.Arrays.copyOfRange(theirs, Surgery.rsaSecretStart(theirs), theirs.length));

    RingFacts facts =
        RingReader.read(Surgery.on(TestRings.approved()).replace(0, b -> mixed).oldFormat());

    assertThat(facts.soundness()).isEqualTo(Soundness.DAMAGED);
    assertThat(facts.reasons()).anyMatch(r -> r.contains("does not fit the public part"));
  }

  @Test
  void bytesAfterTheSecretPart_read_areDamage() {
    byte[] longer =
        Surgery.on(TestRings.approved())
            .replace(0, b -> TestRings.concat(b, new byte[] {0}))
            .oldFormat();

    RingFacts facts = RingReader.read(longer);

    assertThat(facts.soundness()).isEqualTo(Soundness.DAMAGED);
    assertThat(facts.reasons()).anyMatch(r -> r.contains("1 bytes too many"));
  }

  @Test
  void encryptedSecretPartMissing_read_isDamaged() {
    byte[] ring = TestRings.passphrased();
    byte[] cut =
        Surgery.on(ring)
            .replace(0, b -> java.util.Arrays.copyOf(b, Surgery.rsaSecretStart(b) + 40))
            .oldFormat();

    assertThat(RingReader.read(cut).soundness()).isEqualTo(Soundness.DAMAGED);
  }

  private static int protectionOctet(byte[] ring, int index) {
    try {
      Packet packet = Packets.frame(ring).list().get(index);
      return PublicPart.read(packet, packet.cursor()).body().length;
    } catch (KeyringException e) {
      throw new IllegalStateException(e);
    }
  }
}
