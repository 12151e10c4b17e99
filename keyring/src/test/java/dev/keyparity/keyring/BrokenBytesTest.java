package dev.keyparity.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Cuts and flipped bits: never green, never an exception. {@link BrokenBytesIT} flips every bit.
 */
class BrokenBytesTest {
  private static final byte[] APPROVED = TestRings.approved();

  @Test
  void everyPrefixOfTheApprovedFile_compared_isDamagedAndProvablyACopy() {
    Function<byte[], Comparison> judge = Judge.against(APPROVED);
    for (int length = 0; length < APPROVED.length; length++) {
      Comparison comparison = judge.apply(Arrays.copyOf(APPROVED, length));

      assertThat(comparison.verdict()).as("first %d bytes", length).isEqualTo(Verdict.DAMAGED);
      assertThat(comparison.corruptedCopy()).isTrue();
    }
  }

  @Test
  void everyPrefixWhoseTruncationNobodyChecked_compared_isNeverGreen() {
    ApprovedKey approved = ApprovedKey.from(Judge.facts(APPROVED));
    for (int length = 0; length < APPROVED.length; length++) {
      KeyDirectoryFacts prefix = Judge.facts(Arrays.copyOf(APPROVED, length));

      assertThat(Comparison.of(approved, prefix, Truncation.UNKNOWN).verdict().isInParity())
          .as("first %d bytes", length)
          .isFalse();
    }
  }

  @Test
  void everySuffixOfTheApprovedFile_compared_isNeverGreen() {
    Function<byte[], Comparison> judge = Judge.against(APPROVED);
    for (int from = 1; from < APPROVED.length; from++) {
      byte[] rest = Arrays.copyOfRange(APPROVED, from, APPROVED.length);

      assertThat(judge.apply(rest).verdict().isInParity()).as("from byte %d", from).isFalse();
    }
  }

  @Test
  void oneBitOfEveryByteFlipped_compared_isNeverGreen() {
    for (byte[] ring :
        new byte[][] {
          TestRings.reexported(), TestRings.nistP256(), TestRings.passphrasedReexport(1)
        }) {
      Function<byte[], Comparison> judge = Judge.against(ring);
      for (int at = 0; at < ring.length; at++) {
        Verdict verdict = judge.apply(Judge.flip(ring, at, at % 8)).verdict();

        assertThat(verdict.isInParity()).as("bit %d of byte %d", at % 8, at).isFalse();
      }
    }
  }
}
