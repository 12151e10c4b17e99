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

  static List<SettingPlan> of(PlanInputs inputs, String reference) {
    List<SettingPlan> changes = new ArrayList<>();
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
    String provider = KmsSettings.clientProvider(inputs.spec());
    for (ServiceSpec.Client client : inputs.spec().clients()) {
      differing(
          StepIds.DEPLOY_CLIENT_CONFIG, client.host(), wantedBy(client, provider), inputs, changes);
    }
    return changes;
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
