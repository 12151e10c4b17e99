package dev.keyparity.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Rubbish for the ring reader, guided by coverage: {@code make fuzz} runs it for a minute. It is no
 * part of ordinary test runs, because its instrumentation slows and disturbs every class of the JVM
 * it runs in; {@link RingFuzzInputsTest} replays its inputs there.
 */
class RingFuzz {
  private static final byte[] APPROVED = approved();
  private static final Function<byte[], Comparison> JUDGE = Judge.against(APPROVED);

  @FuzzTest(maxDuration = "60s")
  void anyBytes_read_yieldFactsAndNeverGreenByAccident(byte[] bytes) {
    check(bytes);
  }

  static void check(byte[] bytes) {
    RingFacts facts = RingReader.read(bytes);
    Comparison comparison = JUDGE.apply(bytes);

    if (facts.soundness() == Soundness.SOUND) {
      assertThat(SecondReader.objection(bytes, facts.keys())).isEmpty();
      assertThat(facts.keys()).allMatch(k -> k.secretPresent() && !isInconsistent(k));
    } else {
      assertThat(facts.reasons()).isNotEmpty();
    }
    if (comparison.verdict().isInParity()) {
      assertThat(Objects.requireNonNull(facts.identity()).fingerprints())
          .isEqualTo(approvedFingerprints());
      assertThat(facts.keys()).allMatch(k -> Boolean.TRUE.equals(k.secretConsistent()));
    }
    List<Fingerprint> listed = RingReader.readPublic(bytes);
    assertThat(listed).doesNotHaveDuplicates();
  }

  private static boolean isInconsistent(KeyFacts key) {
    return Boolean.FALSE.equals(key.secretConsistent());
  }

  private static List<Fingerprint> approvedFingerprints() {
    return Objects.requireNonNull(RingReader.read(APPROVED).identity()).fingerprints();
  }

  private static byte[] approved() {
    try {
      return GoldenRingTest.golden("secring.gpg");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
