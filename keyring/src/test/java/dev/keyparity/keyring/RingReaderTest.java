package dev.keyparity.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RingReaderTest {
  @Test
  void classicRing_read_isSoundWithTheFingerprintsThatGpgLists() {
    RingFacts facts = RingReader.read(TestRings.approved());

    assertThat(facts.reasons()).isEmpty();
    assertThat(facts.soundness()).isEqualTo(Soundness.SOUND);
    assertThat(facts.keys())
        .extracting(k -> k.fingerprint().hex())
        .containsExactlyElementsOf(TestRings.listed("approved"))
        .hasSize(2);
    assertThat(facts.keys())
        .allMatch(k -> k.algorithm().equals("rsa") && k.bits() == 1024)
        .allMatch(k -> k.secretPresent() && Boolean.TRUE.equals(k.secretConsistent()));
    assertThat(facts.warnings()).isEmpty();
  }
}
