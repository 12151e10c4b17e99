package dev.keyparity.coordinator.inventory;

import dev.keyparity.daemon.config.SettingType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What applying a service file would change, in words. Pure. */
public final class ServiceChanges {
  private ServiceChanges() {}

  /**
   * One line for each thing that differs: {@code hosts.kms2.kms: OLD -> NEW}, or with {@code
   * (none)} on one side; empty if nothing does. Of a new service, each thing as it is: {@code
   * hosts.kms2.kms: NEW}. Hosts are told apart by name, not by place.
   */
  public static List<String> between(Optional<ServiceSpec> before, ServiceSpec after) {
    Map<String, String> old = before.map(ServiceChanges::flat).orElse(Map.of());
    Map<String, String> now = flat(after);
    TreeSet<String> keys = new TreeSet<>(now.keySet());
    keys.addAll(old.keySet());
    if (before.isEmpty()) {
      return now.entrySet().stream().map(one -> one.getKey() + ": " + one.getValue()).toList();
    }
    List<String> changes = new ArrayList<>();
    for (String key : keys) {
      String from = old.getOrDefault(key, "(none)");
      String to = now.getOrDefault(key, "(none)");
      if (!from.equals(to)) {
        changes.add(key + ": " + from + " -> " + to);
      }
    }
    return List.copyOf(changes);
  }

  private static Map<String, String> flat(ServiceSpec spec) {
    TreeMap<String, String> out = new TreeMap<>();
    out.put("service", spec.service());
    out.put("profile", spec.profile());
    out.put("mode", SettingType.textOf(spec.mode()));
    out.put("key_directory", spec.keyDirectory().toString());
    out.put("config_directory", spec.configDirectory().toString());
    out.put("owner", spec.owner());
    out.put("group", spec.group());
    out.put("probe_key", spec.probeKey());
    out.put("policy.on_drift", SettingType.textOf(spec.policy().onDrift()));
    out.put("policy.approvals", Integer.toString(spec.policy().approvals()));
    for (ServiceSpec.Host host : spec.hosts()) {
      out.put("hosts." + host.name() + ".agent", host.agent().toString());
      out.put("hosts." + host.name() + ".kms", host.kms().toString());
    }
    spec.zookeeper()
        .ifPresent(
            zk -> {
              out.put("zookeeper.connect", zk.connect());
              out.put("zookeeper.path", zk.path());
            });
    spec.clouderaManager()
        .ifPresent(
            cm -> {
              out.put("cloudera_manager.url", cm.url().toString());
              out.put("cloudera_manager.cluster", cm.cluster());
              out.put("cloudera_manager.service", cm.service());
              out.put("cloudera_manager.credentials_file", cm.credentialsFile().toString());
            });
    for (ServiceSpec.Dependant one : spec.dependants()) {
      out.put("dependants." + one.host() + "." + one.restart(), one.agent().toString());
    }
    for (ServiceSpec.Client one : spec.clients()) {
      String at = "clients." + one.host();
      out.put(at + ".agent", one.agent().toString());
      out.put(at + ".core_site", one.coreSite().toString());
      one.hdfsSite().ifPresent(site -> out.put(at + ".hdfs_site", site.toString()));
    }
    return out;
  }
}
