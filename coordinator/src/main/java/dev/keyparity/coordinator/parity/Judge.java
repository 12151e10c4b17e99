package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.fleet.HostView.Freshness;
import dev.keyparity.keyring.Comparison;
import dev.keyparity.keyring.FileFacts;
import dev.keyparity.keyring.KeyDirectoryFacts;
import dev.keyparity.keyring.Truncation;
import dev.keyparity.keyring.Verdict;
import dev.keyparity.keyring.Warning;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The verdict on one host. Pure.
 *
 * <ol>
 *   <li>While no key is approved there is no verdict; but if a host was told of an approval that is
 *       not on record, the record is gone: {@code UNKNOWN}.
 *   <li>An agent whose own record went back is not believed: {@code ROLLED_BACK}.
 *   <li>Without a report that counts: {@code UNKNOWN}, whatever the last one said.
 *   <li>A host that was told of a newer approval than the one on record, or of another one of the
 *       same number: {@code UNKNOWN}, because what is on record is not what was approved last. An
 *       open run hands its statement out before it records it; that one is expected.
 *   <li>While the directory is being changed: {@code CHANGING}.
 *   <li>Else the keyring is compared with the approved one. Whether a shorter file is only the
 *       beginning of the approved one is asked of a good host; until that is answered no shorter
 *       file is good. A file with a key that is not approved is another one, whatever the answer.
 * </ol>
 */
final class Judge {
  static final String NOTHING_APPROVED = "no key approved yet";

  private final Standard standard;
  private final PrefixDigests prefixes;
  private final boolean isBeginning;

  /**
   * @param standard with the sanctioned changes that are open now
   * @param isBeginning whether this leadership is so young that it need not have heard of a host
   */
  Judge(Standard standard, PrefixDigests prefixes, boolean isBeginning) {
    this.standard = standard;
    this.prefixes = prefixes;
    this.isBeginning = isBeginning;
  }

  HostVerdict judge(HostView host) {
    Approval approved = standard.approvalOrNull();
    if (approved == null) {
      return unjudged(host);
    }
    if (host.freshness() == Freshness.ROLLED_BACK) {
      return HostVerdict.of(
          host.host(),
          Verdict.ROLLED_BACK,
          "its agent's own record went back: " + host.reason(),
          false);
    }
    return host.fresh()
        .map(report -> judge(report, approved))
        .orElseGet(
            () ->
                HostVerdict.unknown(
                    host.host(),
                    silence(host),
                    isBeginning && host.freshness() == Freshness.NEVER_HEARD));
  }

  private HostVerdict judge(HostReport report, Approval approved) {
    Optional<String> outdated = outdated(report.getStatement(), approved);
    if (outdated.isPresent()) {
      return verdict(report, Verdict.UNKNOWN, outdated.get(), Cautions.of(report), false);
    }
    if (report.getKeyDirectory().getChanging()) {
      return verdict(
          report,
          Verdict.CHANGING,
          "its key directory is being changed",
          Cautions.of(report),
          false);
    }
    try {
      return compared(report, ReportedKeys.of(report.getKeyDirectory()), approved);
    } catch (IllegalArgumentException e) {
      return HostVerdict.unknown(
          report.getHost(), "its report cannot be compared: " + e.getMessage(), false);
    }
  }

  private HostVerdict unjudged(HostView host) {
    if (host.fresh().isPresent()) {
      HostReport report = host.fresh().get();
      Cautions cautions = Cautions.of(report);
      Statement held = report.getStatement();
      if (held.getGeneration() > 0 && !isIncoming(held)) {
        return verdict(
            report,
            Verdict.UNKNOWN,
            "it has identity statement %d (expected: none, as on record)"
                .formatted(held.getGeneration()),
            cautions,
            false);
      }
      HostFacts facts = HostFacts.of(report);
      return new HostVerdict(
          host.host(),
          null,
          NOTHING_APPROVED,
          cautions.texts(),
          cautions.kinds(),
          facts.primary(),
          facts.secring(),
          false,
          false,
          false);
    }
    String trouble =
        host.freshness() == Freshness.ROLLED_BACK
            ? "its agent's own record went back: " + host.reason()
            : silence(host);
    return HostVerdict.of(host.host(), null, NOTHING_APPROVED + "; " + trouble, false);
  }

  private static String silence(HostView host) {
    String why = host.reason().isEmpty() ? "" : ": " + host.reason();
    return host.age().isNegative()
        ? "no report yet" + why
        : "no report for %d s%s".formatted(host.age().toSeconds(), why);
  }

  private Optional<String> outdated(Statement held, Approval approved) {
    long recorded = approved.statement().generation();
    if (held.getGeneration() < recorded
        || held.getDigest().equals(approved.digest())
        || isIncoming(held)) {
      return Optional.empty();
    }
    if (held.getGeneration() > recorded) {
      return Optional.of(
          "it has identity statement %d (expected: at most %d, the newest on record)"
              .formatted(held.getGeneration(), recorded));
    }
    return held.getDigest().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "its identity statement %d is another one than the one on record".formatted(recorded));
  }

  private boolean isIncoming(Statement held) {
    return !standard.incoming().isEmpty() && held.getDigest().equals(standard.incoming());
  }

  private HostVerdict compared(HostReport report, KeyDirectoryFacts facts, Approval approved) {
    Truncation truncation = prefixes.truncation(approved.key(), facts);
    Comparison comparison = Comparison.of(approved.key(), facts, truncation);
    Verdict verdict = comparison.verdict();
    List<String> reasons = new ArrayList<>(comparison.reasons());
    Cautions cautions = Cautions.of(report);
    comparison.warnings().stream()
        .filter(warning -> !isSanctioned(warning, facts))
        .forEach(cautions::add);
    cautions.addStatement(report.getStatement(), approved.statement().generation());
    String serving = report.getKms().getServingIdentity();
    if (HostFacts.of(report).isUp() && !serving.isEmpty()) {
      boolean servesApproved = serving.equals(approved.statement().keyIdentity());
      if (verdict.isInParity() && !servesApproved) {
        cautions.add(Cautions.OTHER_KEY_SERVED);
      } else if (!verdict.isInParity() && servesApproved) {
        reasons.add("its KMS still serves the approved key from memory");
      }
    }
    // An empty file is the beginning of any: nobody need be asked.
    boolean pending =
        truncation == Truncation.UNKNOWN
            && verdict != Verdict.DIVERGED
            && facts.secring().map(FileFacts::bytes).orElse(0L) > 0;
    if (verdict == Verdict.ABSENT && !approved.statement().hosts().contains(report.getHost())) {
      reasons.add("it was not given the approved key yet");
      return verdict(report, verdict, String.join("; ", reasons), cautions, pending).joining();
    }
    HostVerdict judged = verdict(report, verdict, String.join("; ", reasons), cautions, pending);
    return isCutOrGone(verdict, truncation, facts) ? judged.cutOrGone() : judged;
  }

  private static boolean isCutOrGone(
      Verdict verdict, Truncation truncation, KeyDirectoryFacts facts) {
    boolean isEmptied = facts.secring().filter(file -> file.bytes() == 0).isPresent();
    return verdict == Verdict.ABSENT
        || (verdict == Verdict.DAMAGED && (truncation == Truncation.IS_PREFIX || isEmptied));
  }

  /** Of files beside the key only: what stands in the key file is judged as ever. */
  private boolean isSanctioned(Warning warning, KeyDirectoryFacts facts) {
    return warning.kind() == Warning.Kind.OTHER_FILE_DIFFERS
        && facts
            .file(warning.file())
            .filter(file -> standard.changes().covers(file.name(), file.sha256().hex()))
            .isPresent();
  }

  private static HostVerdict verdict(
      HostReport report, Verdict verdict, String reason, Cautions cautions, boolean pending) {
    HostFacts facts = HostFacts.of(report);
    return new HostVerdict(
        report.getHost(),
        verdict,
        reason,
        cautions.texts(),
        cautions.kinds(),
        facts.primary(),
        facts.secring(),
        pending,
        false,
        false);
  }
}
