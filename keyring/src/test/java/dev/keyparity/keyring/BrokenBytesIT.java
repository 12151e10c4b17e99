package dev.keyparity.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Every single bit of whole rings flipped; some tens of thousands of rings, so it takes a while.
 */
class BrokenBytesIT {
  private static final byte[] APPROVED = TestRings.approved();

  @Test
  void everyBitOfAClassicRingFlipped_compared_isGreenOnlyInGnupgsSignatureCache() {
    // GnuPG 1.4 itself flips the two lowest bits of the second octet of its trust packets.
    Set<Integer> cache = new HashSet<>();
    for (Packet packet : Packets.frame(APPROVED).list()) {
      if (packet.tag() == Packet.TRUST) {
        cache.add((packet.end() - 1) * 8);
        cache.add((packet.end() - 1) * 8 + 1);
      }
    }
    assertThat(cache).hasSize(4);

    assertThat(greenFlips(APPROVED)).isEqualTo(cache);
  }

  @Test
  void everyBitOfModernExportsFlipped_compared_isNeverGreen() {
    assertThat(greenFlips(TestRings.curve25519())).isEmpty();
    assertThat(greenFlips(TestRings.signingSubkey())).isEmpty();
  }

  @Test
  void everyBitOfTheSecretPartsFlipped_read_isDamagedWithoutComparison() {
    for (Packet packet : Packets.frame(APPROVED).list()) {
      if (packet.isSecret()) {
        int secret = packet.end() - packet.length() + Surgery.rsaSecretStart(packet.body()) + 1;
        for (int at = secret; at < packet.end(); at++) {
          for (int bit = 0; bit < 8; bit++) {
            assertThat(RingReader.read(Judge.flip(APPROVED, at, bit)).soundness())
                .as("bit %d of byte %d", bit, at)
                .isEqualTo(Soundness.DAMAGED);
          }
        }
      }
    }
  }

  /** The bits (byte * 8 + bit) whose flip leaves the ring in parity. */
  private static Set<Integer> greenFlips(byte[] ring) {
    Function<byte[], Comparison> judge = Judge.against(ring);
    Set<Integer> green = new HashSet<>();
    for (int at = 0; at < ring.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        if (judge.apply(Judge.flip(ring, at, bit)).verdict().isInParity()) {
          green.add(at * 8 + bit);
        }
      }
    }
    return green;
  }
}
