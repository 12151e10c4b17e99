package dev.keyparity.coordinator.kms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecryptMatrixTest {
  private final DecryptMatrix matrix = new DecryptMatrix(Clock.systemUTC(), Duration.ofSeconds(30));

  @Test
  void measure_threeHostsThreeRings_noPairOk() {
    FakeKms kms =
        new FakeKms()
            .host("kms1", "one")
            .host("kms2", "two")
            .host("kms3", "three")
            .key("probe", "one", 1);

    MatrixResult result = matrix.measure(kms.clients(), "probe", Optional.empty());

    assertThat(result.pairs()).hasSize(6);
    assertThat(result.ok()).isZero();
    assertThat(result.isProof()).isFalse();
    assertThat(result.pairs().get(0).error()).contains("cannot unseal probe@0");
    assertThat(result.pairs().get(2).error()).startsWith("kms2 could not encrypt: ");
  }

  @Test
  void measure_oneRingFreshVersion_proof() {
    FakeKms kms = new FakeKms().host("kms1", "one").host("kms2", "one").key("probe", "one", 1);
    Optional<KeyVersion> fresh = kms.client("kms1").roll("probe").value();

    MatrixResult result = matrix.measure(kms.clients(), "probe", fresh);

    assertThat(result.ok()).isEqualTo(2);
    assertThat(result.isProof()).isTrue();
    assertThat(result.pairs()).allMatch(pair -> pair.version().equals(fresh));
  }

  @Test
  void measure_nothingFresh_okButOnlyFromMemory() {
    FakeKms kms = new FakeKms().host("kms1", "one").host("kms2", "one").key("probe", "one", 1);

    MatrixResult result = matrix.measure(kms.clients(), "probe", Optional.empty());

    assertThat(result.ok()).isEqualTo(2);
    assertThat(result.pairs()).allMatch(MatrixResult.Pair::memoryOnly);
    assertThat(result.isProof()).isFalse();
  }

  @Test
  void measure_noProbeKey_everyPairSaysSo() {
    FakeKms kms = new FakeKms().host("kms1", "one").host("kms2", "one");

    MatrixResult result = matrix.measure(kms.clients(), "probe", Optional.empty());

    assertThat(result.pairs()).hasSize(2).allMatch(pair -> pair.error().contains("no key probe"));
  }

  @Test
  void measure_oneHost_noPairsAndNoProof() {
    FakeKms kms = new FakeKms().host("kms1", "one").key("probe", "one", 1);
    assertThat(matrix.measure(kms.clients(), "probe", Optional.empty()).isProof()).isFalse();
  }
}
