package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.KmsSettings;
import dev.keyparity.coordinator.enablement.KmsSettings.Name;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.enablement.plan.Plan.Observed;
import dev.keyparity.coordinator.enablement.plan.Plan.SettingPlan;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.proto.agent.v1.Check;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.RecoveryKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Everything preflight holds against the hosts' reports. Pure. Each problem names the host and what
 * to do about it; a warning is shown and does not stop the run.
 */
final class PreflightChecks {
  /** Warrants expire and are dated by clocks: this far apart they still mean the same. */
  private static final Duration MAX_SKEW = Duration.ofSeconds(60);

  private static final Duration WARN_SKEW = Duration.ofSeconds(5);
  private static final Duration CERTIFICATE_WARNING = Duration.ofDays(14);

  /** Formats every agent must know: those that the steps will send it. */
  static final List<String> NEEDED_FORMATS =
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

  private final World world;
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private int count;

  /**
   * @param code stable word
   * @param message which host, what is so and what was expected
   */
  record Problem(String code, String message, String whatToDo) {}

  private PreflightChecks(World world) {
    this.world = world;
  }

  /** Every host must have reported freshly. */
  static PreflightChecks of(World world) {
    PreflightChecks checks = new PreflightChecks(world);
    for (String host : world.hosts()) {
      checks.host(world.fresh(host).orElseThrow());
    }
    checks.plan();
    checks.recoveryKeys();
    checks.versions();
    checks.resources();
    checks.openZnodes();
    return checks;
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  int count() {
    return count;
  }

  private void host(HostFacts facts) {
    HostReport report = facts.report();
    String host = facts.host();
    require(
        !report.getRefusesEffects(),
        "effects-refused",
        host + ": its agent refuses every effect",
        "set effects: allow in agent.yaml of " + host);
    require(
        report.getInstallMarker().isEmpty(),
        "install-interrupted",
        "%s: an install of run %s neither ended nor was undone"
            .formatted(host, report.getInstallMarker()),
        "restart keyparity-agent on " + host + ": it finishes or undoes it");
    require(
        !facts.isUnreadable(),
        "key-directory-unreadable",
        "%s: key directory: %s".formatted(host, firstReason(report)),
        "mend owner and mode of %s".formatted(report.getKeyDirectory().getPath()));
    require(
        !facts.isChanging(),
        "key-directory-changing",
        host + ": key directory: still changing",
        "end what writes there");
    require(
        report.getKeyDirectory().getProfile().equals(world.spec().profile()),
        "profile",
        "%s: profile %s (expected: %s, as the service file says)"
            .formatted(host, report.getKeyDirectory().getProfile(), world.spec().profile()),
        "make agent.yaml of %s and the service file agree".formatted(host));
    place(host, report);
    for (Check check : report.getChecksList()) {
      check(host, check);
    }
    clock(host);
    certificate(host, report);
    report
        .getKeyDirectory()
        .getWarningsList()
        .forEach(warning -> warnings.add(host + ": " + warning.getMessage()));
  }

  /**
   * Where the key files are is for the agent of each host to say: hosts may differ, and nothing is
   * done by the path in the service file. Whoever reads that file should know.
   */
  private void place(String host, HostReport report) {
    String there = report.getKeyDirectory().getPath();
    String declared = world.spec().keyDirectory().toString();
    if (!there.isEmpty() && !there.equals(declared)) {
      warnings.add(
          "%s: its agent guards %s, the service file says %s; the agent's own configuration counts"
              .formatted(host, there, declared));
    }
  }

  private static String firstReason(HostReport report) {
    return report.getKeyDirectory().getReasonsList().stream().findFirst().orElse("cannot be read");
  }

  private void check(String host, Check check) {
    String words = "%s: %s: %s".formatted(host, check.getName(), check.getMessage());
    require(check.getResult() != Check.Result.FAIL, "host-check", words, check.getWhatToDo());
    if (check.getResult() == Check.Result.WARN) {
      warnings.add(words);
    }
  }

  private void clock(String host) {
    Optional<Duration> skew = world.clockSkew(host);
    long seconds = skew.map(Duration::toSeconds).orElse(0L);
    require(
        skew.isEmpty() || skew.get().compareTo(MAX_SKEW) <= 0,
        "clock",
        "%s: clock: %d s apart from the coordinator's (expected: at most %d s)"
            .formatted(host, seconds, MAX_SKEW.toSeconds()),
        "set the clocks (NTP)");
    if (skew.isPresent() && skew.get().compareTo(WARN_SKEW) > 0) {
      warnings.add("%s: clock: %d s apart from the coordinator's".formatted(host, seconds));
    }
  }

  private void certificate(String host, HostReport report) {
    if (report.getCertificateExpiresAtMs() == 0) {
      return;
    }
    Instant expires = Instant.ofEpochMilli(report.getCertificateExpiresAtMs());
    if (expires.isBefore(world.at().plus(CERTIFICATE_WARNING))) {
      warnings.add("%s: certificate expires %s".formatted(host, expires));
    }
  }

  /** The world must be the one the operator saw when signing. */
  private void plan() {
    for (String host : world.hosts()) {
      Observed then = world.plan().observedOn(host);
      HostFacts now = world.fresh(host).orElseThrow();
      require(
          then.secring().equals(now.secring()),
          "plan-changed",
          "%s: its key file changed since the plan was made".formatted(host),
          "keyparity run abort, then make a new plan");
    }
    int needed = world.spec().policy().approvals();
    for (String host : world.hosts()) {
      needed = Math.max(needed, world.fresh(host).orElseThrow().report().getApprovalsDemanded());
    }
    require(
        world.approved().approvalsGiven() >= needed,
        "approvals",
        "plan %s: %d approvals (expected: %d)"
            .formatted(world.plan().id(), world.approved().approvalsGiven(), needed),
        "keyparity approve " + world.plan().id());
    String reference = world.plan().reference();
    require(
        world.plan().kind() == PlanKind.REPAIR
            || world.fresh(reference).filter(HostFacts::isSound).isPresent(),
        "reference",
        "%s: the reference host's key file is not sound".formatted(reference),
        "make a plan with another reference host");
  }

  /** At least one recovery key that every host encrypts to, and that its holder has proved. */
  private void recoveryKeys() {
    Set<String> common = null;
    for (String host : world.hosts()) {
      Set<String> here = new HashSet<>();
      for (RecoveryKey key : world.fresh(host).orElseThrow().report().getRecoveryKeysList()) {
        here.add(key.getFingerprint());
      }
      if (common == null) {
        common = new TreeSet<>(here);
      } else {
        common.retainAll(here);
      }
    }
    Set<String> shared = common == null ? Set.of() : common;
    require(
        !shared.isEmpty(),
        "no-recovery-key",
        "recovery key: none that every host has (expected: at least one)",
        "keyparity recovery-key init, and name it in each agent.yaml");
    require(
        shared.isEmpty() || shared.stream().anyMatch(world.proofs()::isProven),
        "no-recovery-key",
        "recovery key %s: nobody has proved yet that it opens what is encrypted to it"
            .formatted(String.join(", ", shared)),
        "keyparity recovery-key prove " + world.spec().service());
  }

  private void versions() {
    Set<String> versions = new TreeSet<>();
    for (String host : world.hosts()) {
      HostReport report = world.fresh(host).orElseThrow().report();
      versions.add(report.getBuild().getVersion());
      for (String format : NEEDED_FORMATS) {
        require(
            report.getBuild().getFormatsCount() == 0
                || report.getBuild().getFormatsList().contains(format),
            "agent-version",
            "%s: its agent %s does not know %s"
                .formatted(host, report.getBuild().getVersion(), format),
            "upgrade keyparity-agent on " + host);
      }
    }
    if (versions.size() > 1) {
      warnings.add("agents of different versions: " + String.join(", ", versions));
    }
  }

  /** What the vendor's resource planning asks for, as far as it can be seen from here. */
  private void resources() {
    Set<String> addresses = new HashSet<>();
    world.spec().hosts().forEach(host -> addresses.add(host.kms().getHost()));
    if (addresses.size() < world.spec().hosts().size()) {
      warnings.add("two KMS on one host: both are lost together");
    }
    if (world.spec().hosts().size() == 2) {
      warnings.add("two hosts: while one restarts, the other serves alone");
    }
  }

  private void openZnodes() {
    world.approved().plan().settingsOf(StepIds.ZOOKEEPER_DEPENDENCY).stream()
        .filter(it -> KmsSettings.leavesOpen(new Name(it.file(), it.property()), it.value()))
        .map(SettingPlan::property)
        .distinct()
        .forEach(
            property ->
                warnings.add(
                    "%s = none: whoever reaches the ensemble can read and change these znodes of the"
                            .formatted(property)
                        + " KMS; a way to authenticate that is set on the reference host is kept"));
  }

  private void require(boolean holds, String code, String message, String whatToDo) {
    count++;
    if (!holds) {
      problems.add(new Problem(code, message, whatToDo));
    }
  }
}
