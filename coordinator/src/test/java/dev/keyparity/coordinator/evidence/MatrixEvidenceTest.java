package dev.keyparity.coordinator.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.Golden;
import dev.keyparity.coordinator.evidence.MatrixEvidence.Taken;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.kms.MatrixResult.Pair;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is shown of two kinds of matrices: a weaker one never replaces a stronger one. */
class MatrixEvidenceTest {
  private static final Taken PROOF = taken(3, 0, pair(true, false), pair(true, false));
  private static final Taken FRESH_AND_BROKEN = taken(3, 1, pair(true, false), pair(false, false));
  private static final Taken LOOKS_WELL = taken(3, 2, pair(true, true), pair(true, true));
  private static final Taken LOOKS_BROKEN = taken(3, 3, pair(true, true), pair(false, false));

  private static Pair pair(boolean ok, boolean memoryOnly) {
    return new Pair(
        "kms1",
        "kms2",
        new KeyVersion("keyparity_probe", 4),
        ok,
        ok ? "" : "cannot unseal it",
        memoryOnly);
  }

  private static Taken taken(long generation, int minute, Pair... pairs) {
    return new Taken(
        generation,
        new MatrixResult(
            Instant.parse("2026-11-24T14:00:00Z").plusSeconds(60L * minute), List.of(pairs)));
  }

  private static MatrixEvidence proven() {
    return MatrixEvidence.NONE.withFresh(PROOF);
  }

  @Test
  void lookThatFindsNothing_afterAProof_theProofCounts_andBothAreKept() {
    MatrixEvidence both = proven().withLook(LOOKS_WELL);

    assertThat(both.counts()).contains(PROOF.matrix());
    assertThat(both.provenOrNull()).isEqualTo(PROOF);
    assertThat(both.lookOrNull()).isEqualTo(LOOKS_WELL);
  }

  @Test
  void lookThatFindsSomethingBroken_counts_andTheProofIsKept() {
    MatrixEvidence both = proven().withLook(LOOKS_BROKEN);

    assertThat(both.counts()).contains(LOOKS_BROKEN.matrix());
    assertThat(both.withLook(LOOKS_WELL).counts()).contains(PROOF.matrix());
  }

  /** A look that finds nothing does not outweigh that a run saw a ring fail. */
  @Test
  void lookThatFindsNothing_afterAFreshFailure_theFailureCounts() {
    assertThat(proven().withFresh(FRESH_AND_BROKEN).withLook(LOOKS_WELL).counts())
        .contains(FRESH_AND_BROKEN.matrix());
  }

  @Test
  void look_underAnotherStatement_counts() {
    Taken later = taken(4, 9, pair(true, true));

    assertThat(proven().withLook(later).counts()).contains(later.matrix());
  }

  @Test
  void look_withoutAnyProof_counts() {
    assertThat(MatrixEvidence.NONE.withLook(LOOKS_WELL).counts()).contains(LOOKS_WELL.matrix());
    assertThat(MatrixEvidence.NONE.counts()).isEmpty();
  }

  @Test
  void proof_afterALook_isAllThatIsKept() {
    Taken again = taken(3, 9, pair(true, false));

    assertThat(proven().withLook(LOOKS_BROKEN).withFresh(again))
        .isEqualTo(new MatrixEvidence(again, null));
  }

  /** A run asks under a fresh version, and a host may answer from memory all the same. */
  @Test
  void fresh_butAnsweredFromMemory_replacesNoProof() {
    assertThat(proven().withFresh(LOOKS_WELL).counts()).contains(PROOF.matrix());
  }

  @Test
  void record_isAsItsGoldenFile() throws Exception {
    MatrixEvidence both = proven().withLook(LOOKS_BROKEN);

    Golden.check("matrix-2.json", MatrixRecord.TYPE.encode(both), MatrixRecord.TYPE::decode, both);
    assertThat(MatrixRecord.TYPE.decode(MatrixRecord.TYPE.encode(MatrixEvidence.NONE)))
        .isEqualTo(MatrixEvidence.NONE);
  }
}
