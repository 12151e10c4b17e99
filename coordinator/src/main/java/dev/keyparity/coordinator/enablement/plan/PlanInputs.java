package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.enablement.KmsSettings.Name;
import dev.keyparity.coordinator.enablement.KmsSettings.Seen;
import dev.keyparity.coordinator.evidence.ForgottenVersions;
import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.kms.SurveyResult;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.daemon.warrant.IdentityStatement;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything a plan is made from. Immutable.
 *
 * @param group the coordinator group
 * @param now whole milliseconds
 * @param drawn a fresh run id; not used by GIVE_WAY
 * @param warrantId a fresh one
 * @param approvedOrNull the statement on record
 * @param settings by host, KMS hosts and clients: what was read there
 * @param surveyOrNull the newest survey; GIVE_WAY needs one
 * @param blockedOrNull the run that GIVE_WAY continues
 */
public record PlanInputs(
    String group,
    Instant now,
    RunId drawn,
    String warrantId,
    ServiceSpec spec,
    ServiceView fleet,
    @Nullable IdentityStatement approvedOrNull,
    ForgottenVersions forgotten,
    Map<String, Map<Name, Seen>> settings,
    @Nullable SurveyResult surveyOrNull,
    @Nullable RunJournal blockedOrNull) {

  public PlanInputs {
    settings = Map.copyOf(settings);
  }

  /** The same as far as these hosts do not take part. */
  PlanInputs without(Collection<String> left) {
    return new PlanInputs(
        group,
        now,
        drawn,
        warrantId,
        spec.without(left),
        fleet,
        approvedOrNull,
        forgotten,
        settings,
        surveyOrNull,
        blockedOrNull);
  }

  Optional<IdentityStatement> approved() {
    return Optional.ofNullable(approvedOrNull);
  }

  Optional<HostFacts> fresh(String host) {
    return HostFacts.fresh(fleet, host);
  }

  /** What a host said; only to be asked once it is known that every host has. */
  HostFacts facts(String host) {
    return fresh(host).orElseThrow(() -> new IllegalStateException("no fresh report: " + host));
  }

  List<String> hosts() {
    return spec.hostNames();
  }

  Map<Name, Seen> settingsOf(String host) {
    return settings.getOrDefault(host, Map.of());
  }

  /** A host without a key file and without a process has nothing to lose. */
  boolean hasSomethingToLose(String host) {
    return !facts(host).hasNothingToLose();
  }

  /** The highest statement generation that anybody knows of. */
  long generation() {
    long highest = approved().map(IdentityStatement::generation).orElse(0L);
    for (String host : hosts()) {
      highest =
          Math.max(
              highest,
              fresh(host).map(it -> it.report().getStatement().getGeneration()).orElse(0L));
    }
    return highest;
  }

  /** Operator signatures that an effect needs: the higher of policy and the agents' own demand. */
  int approvalsNeeded() {
    int needed = spec.policy().approvals();
    for (String host : hosts()) {
      needed =
          Math.max(needed, fresh(host).map(it -> it.report().getApprovalsDemanded()).orElse(0));
    }
    return Math.max(1, needed);
  }
}
