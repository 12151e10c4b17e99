package dev.keyparity.coordinator.enablement.readiness;

import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.proto.agent.v1.Check;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.Warning;
import dev.keyparity.wording.InstallationFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one host's own report says against it. Pure. */
public final class HostReadiness {
  /** Warrants expire and are dated by clocks: this far apart they still mean the same. */
  private static final Duration MAX_SKEW = Duration.ofSeconds(60);

  private static final Duration WARN_SKEW = Duration.ofSeconds(5);
  private static final Duration CERTIFICATE_WARNING = Duration.ofDays(14);

  /** What agents say of the key directory again beside its own warnings. */
  private static final String KEY_DIRECTORY = "key-directory";

  /** Formats every agent must know: those that the steps will send it. */
  private static final List<String> NEEDED_FORMATS =
      List.of(
          "keyparity.warrant/1",
          "keyparity.statement/1",
          "keyparity.ask/1",
          "keyparity.permit/1",
          "keyparity.serves-again/1",
          "keyparity.container/1",
          "keyparity.copy-receipt/1",
          "keyparity.sealing-offer/1",
          "keyparity.bundle/1",
          "keyparity.bundle-signature/1");

  private final ServiceSpec spec;
  private final HostReport report;
  private final String host;
  private final Remarks remarks;

  private HostReadiness(ServiceSpec spec, HostReport report, Remarks remarks) {
    this.spec = spec;
    this.report = report;
    this.host = report.getHost();
    this.remarks = remarks;
  }

  /**
   * @param skew how far its clock is from ours, as far as that is known
   */
  public static void check(
      ServiceSpec spec, HostReport report, Optional<Duration> skew, Instant now, Remarks remarks) {
    HostReadiness readiness = new HostReadiness(spec, report, remarks);
    readiness.agent();
    readiness.keyDirectory();
    report.getChecksList().forEach(readiness::check);
    readiness.clock(skew);
    readiness.certificate(now);
    report.getKeyDirectory().getWarningsList().forEach(readiness::warning);
  }

  private void agent() {
    remarks.require(
        !report.getRefusesEffects(),
        InstallationFault.EFFECTS_REFUSED,
        host,
        "its agent refuses every effect",
        "set effects: allow in agent.yaml of " + host);
    remarks.require(
        report.getInstallMarker().isEmpty(),
        InstallationFault.INSTALL_INTERRUPTED,
        host,
        "an install of run %s neither ended nor was undone".formatted(report.getInstallMarker()),
        "restart keyparity-agent on " + host + ": it finishes or undoes it");
  }

  private void keyDirectory() {
    HostFacts facts = HostFacts.of(report);
    remarks.require(
        !facts.isUnreadable(),
        InstallationFault.KEY_DIRECTORY_UNREADABLE,
        host,
        "key directory: " + firstReason(),
        "mend owner and mode of %s".formatted(report.getKeyDirectory().getPath()));
    remarks.require(
        !facts.isChanging(),
        InstallationFault.KEY_DIRECTORY_CHANGING,
        host,
        "key directory: still changing",
        "end what writes there");
    remarks.require(
        report.getKeyDirectory().getProfile().equals(spec.profile()),
        InstallationFault.PROFILE,
        host,
        "profile %s (expected: %s, as the service file says)"
            .formatted(report.getKeyDirectory().getProfile(), spec.profile()),
        "make agent.yaml of %s and the service file agree".formatted(host));
    place();
  }

  private String firstReason() {
    return report.getKeyDirectory().getReasonsList().stream().findFirst().orElse("cannot be read");
  }

  /**
   * Where the key files are is for the agent of each host to say: hosts may differ, and nothing is
   * done by the path in the service file. Whoever reads that file should know.
   */
  private void place() {
    String there = report.getKeyDirectory().getPath();
    String declared = spec.keyDirectory().toString();
    if (!there.isEmpty() && !there.equals(declared)) {
      remarks.warn(
          InstallationFault.KEY_DIRECTORY_ELSEWHERE,
          host,
          "its agent guards %s, the service file says %s; the agent's own configuration counts"
              .formatted(there, declared));
    }
  }

  private void check(Check check) {
    String words = "%s: %s".formatted(check.getName(), check.getMessage());
    remarks.require(
        check.getResult() != Check.Result.FAIL,
        InstallationFault.HOST_CHECK,
        host,
        words,
        check.getWhatToDo());
    if (check.getResult() == Check.Result.WARN && !check.getName().startsWith(KEY_DIRECTORY)) {
      remarks.warn(InstallationFault.HOST_CHECK, host, words, check.getWhatToDo());
    }
  }

  private void clock(Optional<Duration> skew) {
    long seconds = skew.map(Duration::toSeconds).orElse(0L);
    remarks.require(
        skew.isEmpty() || skew.get().compareTo(MAX_SKEW) <= 0,
        InstallationFault.CLOCK,
        host,
        "clock: %d s apart from the coordinator's (expected: at most %d s)"
            .formatted(seconds, MAX_SKEW.toSeconds()),
        "set the clocks (NTP)");
    if (skew.isPresent() && skew.get().compareTo(WARN_SKEW) > 0) {
      remarks.warn(
          InstallationFault.CLOCK,
          host,
          "clock: %d s apart from the coordinator's".formatted(seconds));
    }
  }

  private void certificate(Instant now) {
    if (report.getCertificateExpiresAtMs() == 0) {
      return;
    }
    Instant expires = Instant.ofEpochMilli(report.getCertificateExpiresAtMs());
    if (expires.isBefore(now.plus(CERTIFICATE_WARNING))) {
      remarks.warn(
          InstallationFault.CERTIFICATE_EXPIRING,
          host,
          "certificate expires %s".formatted(expires));
    }
  }

  private void warning(Warning warning) {
    InstallationFault fault =
        switch (warning.getKind()) {
          case "MODE", "OWNER", "GROUP", "HARD_LINK" -> InstallationFault.KEY_FILE_ACCESS;
          case "LEFTOVER" -> InstallationFault.GPG_LEFTOVERS;
          default -> InstallationFault.KEY_FILES;
        };
    remarks.warn(fault, host, warning.getMessage());
  }

  /** Whether an agent knows every format that a run would send it; one that names none may. */
  static void formats(HostReport report, Remarks remarks) {
    for (String format : NEEDED_FORMATS) {
      remarks.require(
          report.getBuild().getFormatsCount() == 0
              || report.getBuild().getFormatsList().contains(format),
          InstallationFault.AGENT_VERSION,
          report.getHost(),
          "its agent %s does not know %s".formatted(report.getBuild().getVersion(), format),
          "upgrade keyparity-agent on " + report.getHost());
    }
  }
}
