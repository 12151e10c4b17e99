package dev.keyparity.keyring;

import java.util.ArrayList;
import java.util.List;

/**
 * The verdict on one key directory, held against the approved key. Pure.
 *
 * <ol>
 *   <li>An approved side that is not sound proves nothing: never in parity.
 *   <li>A byte prefix of the approved file is {@link Verdict#DAMAGED} whatever it parses as.
 *   <li>A key that is not approved makes it {@link Verdict#DIVERGED} whatever else is wrong: such a
 *       file may hold the only copy of that key, and nothing may replace it unasked.
 *   <li>What is not sound by itself gets its own verdict.
 *   <li>Equal bytes are {@link Verdict#IN_PARITY}; a missing key is {@link Verdict#SUBSET}.
 *   <li>Other bytes are {@link Verdict#EQUIVALENT} only if every secret part is proven and every
 *       other byte is vouched for by the keys' own signatures.
 * </ol>
 *
 * @param reasons why, the most important first; never empty unless in parity
 * @param missing approved keys that the other side lacks, sorted
 * @param extra keys of the other side that are not approved, sorted
 * @param warnings how the profile's other files differ from the approved ones
 * @param corruptedCopy whether it is proven that the other side is nothing but a truncated or
 *     corrupted copy of the approved key, so that replacing it can lose no other key
 */
public record Comparison(
    Verdict verdict,
    List<String> reasons,
    List<Fingerprint> missing,
    List<Fingerprint> extra,
    List<Warning> warnings,
    boolean corruptedCopy) {

  public Comparison {
    reasons = List.copyOf(reasons);
    missing = List.copyOf(missing);
    extra = List.copyOf(extra);
    warnings = List.copyOf(warnings);
  }

  /**
   * Compares two directories as they were read. If the approved one is not sound, the verdict is
   * the other's own fault, or {@link Verdict#UNKNOWN}.
   */
  public static Comparison of(
      KeyDirectoryFacts approved, KeyDirectoryFacts other, Truncation truncation) {
    if (approved.identity() != null) {
      return of(ApprovedKey.from(approved), other, truncation);
    }
    List<String> reasons = new ArrayList<>();
    reasons.add(
        "the approved side itself is " + approved.soundness() + ": nothing can be held against it");
    reasons.addAll(approved.reasons());
    reasons.addAll(other.reasons());
    Verdict verdict =
        other.soundness() == Soundness.SOUND ? Verdict.UNKNOWN : unsound(other.soundness());
    return new Comparison(verdict, reasons, List.of(), List.of(), List.of(), false);
  }

  /** Compares a directory with what was approved, for instance by an identity statement. */
  public static Comparison of(
      ApprovedKey approved, KeyDirectoryFacts other, Truncation truncation) {
    return new Judgement(approved, other, truncation).comparison();
  }

  static Verdict unsound(Soundness soundness) {
    return switch (soundness) {
      case ABSENT -> Verdict.ABSENT;
      case UNREADABLE -> Verdict.UNREADABLE;
      case DAMAGED -> Verdict.DAMAGED;
      case SOUND -> throw new IllegalArgumentException("soundness: SOUND (expected: a fault)");
    };
  }
}
