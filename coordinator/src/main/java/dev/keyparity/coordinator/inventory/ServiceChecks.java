package dev.keyparity.coordinator.inventory;

import dev.keyparity.coordinator.inventory.ServiceSpec.Client;
import dev.keyparity.coordinator.inventory.ServiceSpec.Dependant;
import dev.keyparity.coordinator.inventory.ServiceSpec.Host;
import dev.keyparity.coordinator.inventory.ServiceSpec.Mode;
import dev.keyparity.daemon.config.ConfigValues;
import dev.keyparity.daemon.config.Setting;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must fit together in a service file, beyond what each value is by itself. Single use. */
final class ServiceChecks {
  private final ConfigValues file;
  private final List<Host> hosts;
  private boolean fits = true;

  ServiceChecks(ConfigValues file, List<Host> hosts) {
    this.file = file;
    this.hosts = hosts;
  }

  /** Notes every misfit with the file; whether there was none. */
  boolean check(List<Dependant> dependants, List<Client> clients) {
    List<ConfigValues> places = file.get(ServiceFile.HOSTS);
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < hosts.size(); i++) {
      Host host = hosts.get(i);
      ConfigValues place = places.get(i);
      expect(seen.add(host.name()), place, ServiceFile.HOST_NAME, "each host once");
      expect(seen.add(host.agent()), place, ServiceFile.HOST_AGENT, "each host its own agent");
      expect(seen.add(host.kms()), place, ServiceFile.HOST_KMS, "each host its own KMS");
    }
    agentsAgree(dependants, clients);
    boolean managed = file.get(ServiceFile.MODE) == Mode.CLOUDERA_MANAGER;
    expect(
        managed == file.find(ServiceFile.CM).isPresent(),
        file,
        ServiceFile.CM,
        "given exactly in mode cloudera-manager");
    return fits;
  }

  /** One host has one agent, wherever the file names it. */
  private void agentsAgree(List<Dependant> dependants, List<Client> clients) {
    Map<String, AgentAddress> agents = new HashMap<>();
    hosts.forEach(host -> agents.putIfAbsent(host.name(), host.agent()));
    for (int i = 0; i < dependants.size(); i++) {
      Dependant one = dependants.get(i);
      expect(
          agrees(agents, one.host(), one.agent()),
          file.get(ServiceFile.DEPENDANTS).get(i),
          ServiceFile.DEPENDANT_AGENT,
          "the same agent wherever " + one.host() + " is named");
    }
    for (int i = 0; i < clients.size(); i++) {
      Client one = clients.get(i);
      expect(
          agrees(agents, one.host(), one.agent()),
          file.get(ServiceFile.CLIENTS).get(i),
          ServiceFile.CLIENT_AGENT,
          "the same agent wherever " + one.host() + " is named");
    }
  }

  private static boolean agrees(Map<String, AgentAddress> agents, String host, AgentAddress agent) {
    AgentAddress known = agents.putIfAbsent(host, agent);
    return known == null || known.equals(agent);
  }

  private void expect(boolean holds, ConfigValues place, Setting<?> setting, String expected) {
    if (!holds) {
      fits = false;
      place.reject(setting, expected);
    }
  }
}
