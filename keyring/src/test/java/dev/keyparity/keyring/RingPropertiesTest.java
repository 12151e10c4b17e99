package dev.keyparity.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds for any input, tried on inputs that jqwik invents and shrinks. */
class RingPropertiesTest {
  private static final byte[] APPROVED = TestRings.approved();
  private static final Function<byte[], Comparison> JUDGE = Judge.against(APPROVED);

  /** Bytes of the approved ring up to the signature that binds its subkey. */
  private static final int BEFORE_BINDING =
      Surgery.of(Surgery.on(APPROVED).pieces().subList(0, 5)).oldFormat().length;

  @Property(tries = 500)
  void anyBytes_read_yieldFactsThatAreNotSound(@ForAll @Size(max = 2_000) byte[] bytes) {
    RingFacts facts = RingReader.read(bytes);

    assertThat(facts.soundness()).isIn(Soundness.DAMAGED, Soundness.UNREADABLE);
    assertThat(facts.reasons()).isNotEmpty();
  }

  @Property(tries = 300)
  void anyBytesInPlaceOfAnyPacket_compared_areNeverGreen(
      @ForAll @IntRange(max = 6) int index, @ForAll @Size(max = 700) byte[] body) {
    byte[] ring = Surgery.on(APPROVED).replace(index, old -> body).oldFormat();

    Comparison comparison = JUDGE.apply(ring);

    boolean trust = index == 3 || index == 6;
    if (!trust) {
      assertThat(comparison.verdict().isInParity()).isFalse();
    }
  }

  @Property(tries = 300)
  void packetsInAnyOrder_compared_areGreenOnlyWithTheSameKeys(@ForAll long seed) {
    List<Surgery.Piece> pieces = new ArrayList<>(Surgery.on(TestRings.twoPrimaries()).pieces());
    Collections.shuffle(pieces, new Random(seed));
    byte[] shuffled = Surgery.of(pieces).oldFormat();

    Comparison comparison = Judge.compare(TestRings.twoPrimaries(), shuffled);

    if (comparison.verdict().isInParity()) {
      assertThat(Judge.facts(shuffled).identity())
          .isEqualTo(Judge.facts(TestRings.twoPrimaries()).identity());
      assertThat(Judge.facts(shuffled).warnings()).isEmpty();
    }
  }

  @Property(tries = 300)
  void anyTwoBitsFlippedOutsideTrustPackets_compared_areNeverGreen(
      @ForAll @IntRange(min = 0, max = 681 * 8 - 1) int one,
      @ForAll @IntRange(min = 0, max = 681 * 8 - 1) int two) {
    byte[] ring = Surgery.on(APPROVED).without(p -> p.tag() == Packet.TRUST).oldFormat();
    int bits = ring.length * 8;
    int first = one % bits;
    int second = two % bits;
    if (first == second) {
      return;
    }
    byte[] broken = Judge.flip(Judge.flip(ring, first / 8, first % 8), second / 8, second % 8);

    assertThat(Judge.verdict(ring, broken).isInParity()).isFalse();
  }

  @Property(tries = 200)
  void anyBytesAppended_compared_areNeverGreen(@ForAll @Size(min = 1, max = 64) byte[] tail) {
    Comparison comparison = JUDGE.apply(TestRings.concat(APPROVED, tail));

    boolean looksLikeTrust = tail.length == 4 && (tail[0] & 0xff) == 0xb0;
    if (!looksLikeTrust) {
      assertThat(comparison.verdict().isInParity()).isFalse();
    }
  }

  @Property(tries = 200)
  void anyCut_compared_isDamagedWhicheverSideItIsTakenFrom(@ForAll @IntRange(max = 1_200) int cut) {
    byte[] prefix = Arrays.copyOf(APPROVED, cut);

    assertThat(Truncation.between(APPROVED, prefix)).isEqualTo(Truncation.IS_PREFIX);
    assertThat(JUDGE.apply(prefix).verdict()).isEqualTo(Verdict.DAMAGED);
    // Without the signature that binds the subkey a ring still holds the same keys, and no other
    // cut
    // does: approved so, it is matched by the whole ring.
    assertThat(Judge.verdict(prefix, APPROVED).isInParity()).isEqualTo(cut == BEFORE_BINDING);
  }
}
