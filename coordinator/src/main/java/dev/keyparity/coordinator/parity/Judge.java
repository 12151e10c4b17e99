package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.enablement.HostFacts;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.fleet.HostView.Freshness;
import dev.keyparity.keyring.Comparison;
import dev.keyparity.keyring.FileFacts;
import dev.keyparity.keyring.KeyDirectoryFacts;
import dev.keyparity.keyring.Truncation;
import dev.keyparity.keyring.Verdict;
import dev.keyparity.keyring.Warning;
import dev.keyparity.proto.agent.v1.HostReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on one host. Pure.
 *
 * <ol>
 *   <li>While no key is approved there is no verdict.
 *   <li>An agent whose own record went back is not believed: {@code ROLLED_BACK}.
 *   <li>Without a report that counts: {@code UNKNOWN}, whatever the last one said.
 *   <li>While the directory is being changed: {@code CHANGING}.
 *   <li>Else the keyring is compared with the approved one. Whether a shorter file is only the
 *       beginning of the approved one is asked of a good host; until that is answered no shorter
 *       file is good.
 * </ol>
 */
final class Judge {
  static final String NOTHING_APPROVED = "no key approved yet";

  private final @Nullable Approval approval;
  private final PrefixDigests prefixes;

  /**
   * @param approval null while no key is approved
   */
  Judge(@Nullable Approval approval, PrefixDigests prefixes) {
    this.approval = approval;
    this.prefixes = prefixes;
  }

  HostVerdict judge(HostView host) {
    Approval approved = approval;
    if (approved == null) {
      return unjudged(host);
    }
    if (host.freshness() == Freshness.ROLLED_BACK) {
      return notComparable(
          host, Verdict.ROLLED_BACK, "the agent's own record went back: " + host.reason());
    }
    Optional<HostReport> fresh = host.fresh();
    if (fresh.isEmpty()) {
      boolean unheard = host.freshness() == Freshness.NEVER_HEARD;
      return new HostVerdict(
          host.host(), Verdict.UNKNOWN, silence(host), List.of(), "", "", unheard);
    }
    if (fresh.get().getKeyDirectory().getChanging()) {
      return verdict(
          fresh.get(), Verdict.CHANGING, "its key directory is being changed", List.of(), false);
    }
    try {
      return compared(fresh.get(), ReportedKeys.of(fresh.get().getKeyDirectory()), approved);
    } catch (IllegalArgumentException e) {
      return notComparable(
          host, Verdict.UNKNOWN, "its report cannot be compared: " + e.getMessage());
    }
  }

  private static HostVerdict unjudged(HostView host) {
    String trouble =
        host.fresh().isPresent()
            ? ""
            : host.freshness() == Freshness.ROLLED_BACK
                ? "; the agent's own record went back: " + host.reason()
                : "; " + silence(host);
    return host.fresh()
        .map(HostFacts::of)
        .map(
            facts ->
                new HostVerdict(
                    host.host(),
                    null,
                    NOTHING_APPROVED,
                    warnings(facts.report()),
                    facts.primary(),
                    facts.secring(),
                    false))
        .orElseGet(
            () ->
                new HostVerdict(
                    host.host(), null, NOTHING_APPROVED + trouble, List.of(), "", "", false));
  }

  private static String silence(HostView host) {
    String why = host.reason().isEmpty() ? "" : ": " + host.reason();
    return host.age().isNegative()
        ? "no report yet" + why
        : "no report for %d s%s".formatted(host.age().toSeconds(), why);
  }

  private static HostVerdict notComparable(HostView host, Verdict verdict, String reason) {
    return new HostVerdict(host.host(), verdict, reason, List.of(), "", "", false);
  }

  private HostVerdict compared(HostReport report, KeyDirectoryFacts facts, Approval approved) {
    Truncation truncation = prefixes.truncation(approved.key(), facts);
    Comparison comparison = Comparison.of(approved.key(), facts, truncation);
    List<String> reasons = new ArrayList<>(comparison.reasons());
    List<String> warnings = new ArrayList<>(warnings(report));
    comparison.warnings().stream().map(Warning::toString).forEach(warnings::add);
    String serving = report.getKms().getServingIdentity();
    HostFacts kms = HostFacts.of(report);
    if (kms.isUp() && !serving.isEmpty()) {
      boolean servesApproved = serving.equals(approved.statement().keyIdentity());
      if (comparison.verdict().isInParity() && !servesApproved) {
        warnings.add("its KMS process was started with another key and still serves it");
      } else if (!comparison.verdict().isInParity() && servesApproved) {
        reasons.add("its KMS still serves the approved key from memory");
      }
    }
    warnings.addAll(statementWarnings(report, approved));
    // An empty file is the beginning of any: nobody need be asked.
    boolean pending =
        truncation == Truncation.UNKNOWN && facts.secring().map(FileFacts::bytes).orElse(0L) > 0;
    return verdict(report, comparison.verdict(), String.join("; ", reasons), warnings, pending);
  }

  private static HostVerdict verdict(
      HostReport report, Verdict verdict, String reason, List<String> warnings, boolean pending) {
    HostFacts facts = HostFacts.of(report);
    return new HostVerdict(
        report.getHost(), verdict, reason, warnings, facts.primary(), facts.secring(), pending);
  }

  private static List<String> warnings(HostReport report) {
    List<String> warnings = new ArrayList<>();
    report.getKeyDirectory().getWarningsList().forEach(it -> warnings.add(it.getMessage()));
    if (!report.getInstallMarker().isEmpty()) {
      warnings.add("an install of run %s is not finished".formatted(report.getInstallMarker()));
    }
    if (HostFacts.of(report).kmsState() == dev.keyparity.proto.agent.v1.KmsProcess.State.STARTING) {
      warnings.add("its KMS process lives and does not answer");
    }
    return warnings;
  }

  /** A host that has not learned the newest statement would gate its KMS by an older one. */
  private static List<String> statementWarnings(HostReport report, Approval approved) {
    if (!report.getStatement().getIntact()) {
      return List.of("its identity statement is damaged");
    }
    long held = report.getStatement().getGeneration();
    long wanted = approved.statement().generation();
    return held >= wanted
        ? List.of()
        : List.of("it has identity statement %d (expected: %d)".formatted(held, wanted));
  }
}
