package dev.keyparity.coordinator.evidence;

import dev.keyparity.coordinator.kms.MatrixResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is on record of who decrypts whose data keys: what was last said of the hosts' rings, and
 * what was looked at since. Immutable.
 *
 * <p>A look asks under a version that the hosts may remember, so that it finds what is broken and
 * proves nothing. It is kept beside what a run proved, never in its place, and counts instead only
 * if it has bad news, or if another key was approved since.
 *
 * @param provenOrNull asked under a fresh version, and not answered from memory
 * @param lookOrNull later than the proven one
 */
public record MatrixEvidence(@Nullable Taken provenOrNull, @Nullable Taken lookOrNull) {
  static final MatrixEvidence NONE = new MatrixEvidence(null, null);

  /**
   * One matrix.
   *
   * @param generation of the identity statement then on record; 0 if there was none
   */
  public record Taken(long generation, MatrixResult matrix) {
    private boolean isWhole() {
      return matrix.ok() == matrix.pairs().size();
    }

    private boolean isFromMemory() {
      return matrix.pairs().stream().anyMatch(MatrixResult.Pair::memoryOnly);
    }
  }

  /** Asked under a fresh version; what was answered from memory all the same is but a look. */
  MatrixEvidence withFresh(Taken taken) {
    return taken.isFromMemory() ? withLook(taken) : new MatrixEvidence(taken, null);
  }

  MatrixEvidence withLook(Taken taken) {
    return new MatrixEvidence(provenOrNull, taken);
  }

  /** The one that says most of how it is now. */
  public Optional<MatrixResult> counts() {
    Taken proven = provenOrNull;
    Taken look = lookOrNull;
    boolean lookSaysMore =
        look != null
            && (proven == null || look.generation() != proven.generation() || !look.isWhole());
    return Optional.ofNullable(lookSaysMore ? look : proven).map(Taken::matrix);
  }
}
