package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.enablement.KmsSettings;
import dev.keyparity.coordinator.enablement.KmsSettings.Name;
import dev.keyparity.coordinator.enablement.KmsSettings.Seen;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.plan.Plan.SettingPlan;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.workflow.StepId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The settings that differ from what high availability needs. Pure. */
final class SettingPlans {
  private SettingPlans() {}

  /** Those of the hosts that there are when the run is done. */
  static List<SettingPlan> of(PlanRequest request, PlanInputs inputs, String reference) {
    List<SettingPlan> changes = new ArrayList<>();
    if (request.kind().writesSettings()) {
      ofHosts(inputs, reference, changes);
    }
    if (request.kind().writesClientSettings()) {
      ofClients(inputs, inputs.spec().without(leaving(request)), changes);
    }
    return changes;
  }

  private static List<String> leaving(PlanRequest request) {
    return request.kind() == PlanKind.REMOVE_HOST ? List.of(request.host()) : List.of();
  }

  private static void ofHosts(PlanInputs inputs, String reference, List<SettingPlan> changes) {
    inputs
        .spec()
        .zookeeper()
        .ifPresent(
            ensemble -> {
              Map<Name, String> wanted =
                  KmsSettings.zooKeeper(ensemble, inputs.settingsOf(reference));
              for (String host : inputs.hosts()) {
                differing(StepIds.ZOOKEEPER_DEPENDENCY, host, wanted, inputs, changes);
              }
            });
  }

  private static void ofClients(PlanInputs inputs, ServiceSpec spec, List<SettingPlan> changes) {
    if (spec.hosts().isEmpty()) {
      return;
    }
    String provider = KmsSettings.clientProvider(spec);
    for (ServiceSpec.Client client : spec.clients()) {
      differing(
          StepIds.DEPLOY_CLIENT_CONFIG, client.host(), wantedBy(client, provider), inputs, changes);
    }
  }

  private static Map<Name, String> wantedBy(ServiceSpec.Client client, String provider) {
    Name coreSite = new Name(KmsSettings.CORE_SITE, KmsSettings.CLIENT_PROVIDER);
    Name hdfsSite = new Name(KmsSettings.HDFS_SITE, KmsSettings.HDFS_PROVIDER);
    return client.hdfsSite().isPresent()
        ? Map.of(coreSite, provider, hdfsSite, provider)
        : Map.of(coreSite, provider);
  }

  private static void differing(
      StepId step,
      String host,
      Map<Name, String> wanted,
      PlanInputs inputs,
      List<SettingPlan> changes) {
    Map<Name, Seen> seen = inputs.settingsOf(host);
    wanted.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(it -> !isSet(seen.get(it.getKey()), it.getValue()))
        .forEach(
            it ->
                changes.add(
                    new SettingPlan(
                        step, host, it.getKey().file(), it.getKey().property(), it.getValue())));
  }

  private static boolean isSet(@org.jspecify.annotations.Nullable Seen seen, String value) {
    return seen != null && seen.present() && seen.value().equals(value);
  }
}
