package dev.keyparity.coordinator.parity;

import dev.keyparity.keyring.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one host's keyring at one moment. Immutable.
 *
 * @param verdictOrNull null while no key is approved: then there is nothing to hold it against
 * @param reason why the verdict is what it is, in words; empty where it says all
 * @param warnings what an operator should mend although the key is right
 * @param warningKinds the sorts of these warnings: few and stable names, because metrics carry them
 * @param held primary fingerprint of what it holds, of a report that still counts; else empty
 * @param secring SHA-256 of the key file it holds, {@code absent}, or empty if not known
 * @param isPending an answer that may change the verdict is still to come: of a good host that was
 *     asked, of the store, or of a host that a new leader has not heard yet
 * @param isJoining it holds no key because it was never given the approved one: the statement does
 *     not list it
 * @param isCutOrGone what it holds is nothing, or nothing but a beginning of the approved key file,
 *     as a good host told: whatever takes its place, no key is lost
 */
public record HostVerdict(
    String host,
    @Nullable Verdict verdictOrNull,
    String reason,
    List<String> warnings,
    Set<String> warningKinds,
    String held,
    String secring,
    boolean isPending,
    boolean isJoining,
    boolean isCutOrGone) {

  /** Agents choose some of the words: none may fill records, or a screen. */
  private static final int LONGEST = 400;

  private static final int MOST_WARNINGS = 50;

  public HostVerdict {
    reason = bounded(reason);
    warnings = warnings.stream().limit(MOST_WARNINGS).map(HostVerdict::bounded).toList();
    warningKinds = Set.copyOf(warningKinds);
  }

  private static String bounded(String words) {
    String printable = words.replaceAll("\\p{Cntrl}", " ");
    return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST) + "…";
  }

  /** Nothing is known, for this reason. */
  static HostVerdict unknown(String host, String reason, boolean isPending) {
    return of(host, Verdict.UNKNOWN, reason, isPending);
  }

  /** A verdict that comes without a report. */
  static HostVerdict of(String host, @Nullable Verdict verdict, String reason, boolean isPending) {
    return new HostVerdict(
        host, verdict, reason, List.of(), Set.of(), "", "", isPending, false, false);
  }

  HostVerdict joining() {
    return with(true, isCutOrGone);
  }

  HostVerdict cutOrGone() {
    return with(isJoining, true);
  }

  private HostVerdict with(boolean joining, boolean cutOrGone) {
    return new HostVerdict(
        host,
        verdictOrNull,
        reason,
        warnings,
        warningKinds,
        held,
        secring,
        isPending,
        joining,
        cutOrGone);
  }

  public Optional<Verdict> verdict() {
    return Optional.ofNullable(verdictOrNull);
  }

  public boolean isInParity() {
    return verdictOrNull != null && verdictOrNull.isInParity();
  }

  /** Whether it is not known yet: soon it will be, one way or the other. */
  public boolean isNotKnownYet() {
    return verdictOrNull == Verdict.UNKNOWN && isPending;
  }

  /** Whether it is known that the host does not hold the approved key, rightly and soundly. */
  public boolean isDrift() {
    return verdictOrNull != null
        && switch (verdictOrNull) {
          case ABSENT -> !isJoining;
          case DIVERGED, SUBSET, DAMAGED, UNREADABLE, ROLLED_BACK -> true;
          case IN_PARITY, EQUIVALENT, UNPROVEN, CHANGING, UNKNOWN -> false;
        };
  }
}
