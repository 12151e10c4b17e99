package dev.keyparity.coordinator.parity;

import dev.keyparity.keyring.Verdict;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one host's keyring at one moment. Immutable.
 *
 * @param verdictOrNull null while no key is approved: then there is nothing to hold it against
 * @param reason why the verdict is what it is, in words; empty where it says all
 * @param warnings what an operator should mend although the key is right
 * @param held primary fingerprint of what it holds, of a report that still counts; else empty
 * @param secring SHA-256 of the key file it holds, {@code absent}, or empty if not known
 * @param isPending a question that may change the verdict is still out
 */
public record HostVerdict(
    String host,
    @Nullable Verdict verdictOrNull,
    String reason,
    List<String> warnings,
    String held,
    String secring,
    boolean isPending) {

  public HostVerdict {
    warnings = List.copyOf(warnings);
  }

  public Optional<Verdict> verdict() {
    return Optional.ofNullable(verdictOrNull);
  }

  public boolean isInParity() {
    return verdictOrNull != null && verdictOrNull.isInParity();
  }

  /** Whether it is known that the host does not hold the approved key, rightly and soundly. */
  public boolean isDrift() {
    return verdictOrNull != null
        && switch (verdictOrNull) {
          case DIVERGED, SUBSET, DAMAGED, ABSENT, UNREADABLE, ROLLED_BACK -> true;
          case IN_PARITY, EQUIVALENT, UNPROVEN, CHANGING, UNKNOWN -> false;
        };
  }
}
