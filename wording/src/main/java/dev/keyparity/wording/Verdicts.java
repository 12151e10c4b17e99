package dev.keyparity.wording;

import java.util.List;
import java.util.Locale;

/**
 * A host's verdict as words. Verdicts arrive as text, and one that this version does not know is
 * shown as it is and never as good.
 */
public final class Verdicts {
  /** The worst first: what an operator must hear of before anything else. */
  private static final List<String> WORST_FIRST =
      List.of(
          "ROLLED_BACK",
          "DIVERGED",
          "DAMAGED",
          "SUBSET",
          "ABSENT",
          "UNREADABLE",
          "UNPROVEN",
          "UNKNOWN",
          "CHANGING");

  private static final List<String> NOT_PROVEN = List.of("UNPROVEN", "UNKNOWN", "CHANGING");

  private Verdicts() {}

  public static boolean isGood(String verdict) {
    return verdict.equals("IN_PARITY") || verdict.equals("EQUIVALENT");
  }

  /** Whether nothing is known to be wrong, and it is only not proven to be right. */
  public static boolean isOnlyUnproven(String verdict) {
    return NOT_PROVEN.contains(verdict);
  }

  /** Smaller is worse; good ones are the largest. */
  public static int rank(String verdict) {
    if (isGood(verdict)) {
      return WORST_FIRST.size();
    }
    // A verdict of a newer coordinator ranks as the worst: it must not hide behind others.
    return WORST_FIRST.indexOf(verdict);
  }

  /** For the column of a table. */
  public static String cell(String verdict) {
    if (verdict.isEmpty()) {
      return "not judged";
    }
    String words = verdict.replace('_', ' ');
    return isGood(verdict) ? words.toLowerCase(Locale.ROOT) : words;
  }

  /** Only the approved bytes are good without reserve. */
  public static Tone tone(String verdict) {
    if (verdict.isEmpty()) {
      return Tone.PLAIN;
    }
    if (verdict.equals("IN_PARITY")) {
      return Tone.GOOD;
    }
    return verdict.equals("EQUIVALENT") || isOnlyUnproven(verdict) ? Tone.WARN : Tone.BAD;
  }

  /** Completes a sentence that begins with the host's name. */
  public static String phrase(String verdict) {
    return switch (verdict) {
      case "IN_PARITY" -> "holds the approved key";
      case "EQUIVALENT" -> "holds the approved key in other bytes";
      case "UNPROVEN" -> "holds a key that cannot be proven to be the approved one";
      case "CHANGING" -> "has key files that are changing";
      case "DIVERGED" -> "holds another key";
      case "SUBSET" -> "lacks a part of the approved key";
      case "DAMAGED" -> "holds a damaged key file";
      case "ABSENT" -> "holds no key";
      case "UNREADABLE" -> "has a key file that cannot be read";
      case "UNKNOWN" -> "is not heard from";
      case "ROLLED_BACK" -> "went back to an earlier state (snapshot or clone)";
      default -> "is " + verdict;
    };
  }
}
