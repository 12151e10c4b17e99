package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.KmsSettings;
import dev.keyparity.coordinator.enablement.KmsSettings.Name;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.enablement.plan.Plan.Observed;
import dev.keyparity.coordinator.enablement.plan.Plan.SettingPlan;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.readiness.HostReadiness;
import dev.keyparity.coordinator.enablement.readiness.Remark;
import dev.keyparity.coordinator.enablement.readiness.Remarks;
import dev.keyparity.coordinator.enablement.readiness.ServiceReadiness;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.wording.InstallationFault;
import java.util.List;

/**
 * Everything preflight holds against the hosts' reports: what {@code readiness} finds of those that
 * stay, and whether the world is still the one that the plan was made for. Pure. Each problem names
 * the host and what to do about it; a warning is shown and does not stop the run.
 */
final class PreflightChecks {
  private final World world;
  private final List<HostReport> reports;
  private final Remarks remarks = new Remarks();

  private PreflightChecks(World world) {
    this.world = world;
    this.reports =
        world.staying().stream().map(host -> world.fresh(host).orElseThrow().report()).toList();
  }

  /** Every host must have reported freshly. */
  static PreflightChecks of(World world) {
    PreflightChecks checks = new PreflightChecks(world);
    checks.reports.forEach(checks::host);
    checks.plan();
    ServiceReadiness.recoveryKeys(world.spec(), checks.reports, world.proofs(), checks.remarks);
    ServiceReadiness.versions(checks.reports, checks.remarks);
    ServiceReadiness.resources(world.spec(), checks.remarks);
    checks.openZnodes();
    return checks;
  }

  /** What stops the run. */
  List<Remark> problems() {
    return remarks.problems();
  }

  List<String> warnings() {
    return remarks.warnings().stream().map(Remark::message).toList();
  }

  int count() {
    return remarks.count();
  }

  private void host(HostReport report) {
    HostReadiness.check(
        world.spec(), report, world.clockSkew(report.getHost()), world.at(), remarks);
  }

  /** The world must be the one the operator saw when signing. */
  private void plan() {
    for (String host : world.hosts()) {
      Observed then = world.plan().observedOn(host);
      HostFacts now = world.fresh(host).orElseThrow();
      remarks.require(
          then.secring().equals(now.secring()),
          "plan-changed",
          host,
          "its key file changed since the plan was made",
          "keyparity run abort, then make a new plan");
    }
    int needed = world.spec().policy().approvals();
    for (String host : world.hosts()) {
      HostReport report = world.fresh(host).orElseThrow().report();
      needed = Math.max(needed, report.getApprovalsDemanded());
    }
    remarks.require(
        world.approved().approvalsGiven() >= needed,
        "approvals",
        "",
        "plan %s: %d approvals (expected: %d)"
            .formatted(world.plan().id(), world.approved().approvalsGiven(), needed),
        "keyparity approve " + world.plan().id());
    String reference = world.plan().reference();
    remarks.require(
        world.plan().kind() == PlanKind.REPAIR
            || world.fresh(reference).filter(HostFacts::isSound).isPresent(),
        "reference",
        reference,
        "the reference host's key file is not sound",
        "make a plan with another reference host");
  }

  private void openZnodes() {
    world.approved().plan().settingsOf(StepIds.ZOOKEEPER_DEPENDENCY).stream()
        .filter(it -> KmsSettings.leavesOpen(new Name(it.file(), it.property()), it.value()))
        .map(SettingPlan::property)
        .distinct()
        .forEach(
            property ->
                remarks.warn(
                    InstallationFault.OPEN_ZNODES,
                    "",
                    "%s = none: whoever reaches the ensemble can read and change these znodes of the"
                            .formatted(property)
                        + " KMS; a way to authenticate that is set on the reference host is kept"));
  }
}
