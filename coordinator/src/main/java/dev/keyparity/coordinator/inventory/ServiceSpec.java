package dev.keyparity.coordinator.inventory;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One KMS service as its service file declares it: a set of hosts that must hold one private key.
 * Immutable.
 *
 * @param profile the key directory profile, such as {@code keytrustee-kms}
 * @param keyDirectory on every host
 * @param configDirectory the KMS's configuration directory on every host
 * @param owner who owns the key files on the hosts
 * @param hosts at least one, in the order of the file, names unique
 * @param zookeeperOrNull the ensemble the KMS itself uses; null where none is declared
 * @param probeKey the one key that keyparity may create and roll
 * @param clouderaManagerOrNull present exactly in mode {@code cloudera-manager}
 */
public record ServiceSpec(
    String service,
    String profile,
    Mode mode,
    Path keyDirectory,
    Path configDirectory,
    String owner,
    String group,
    List<Host> hosts,
    @Nullable KmsZooKeeper zookeeperOrNull,
    Policy policy,
    String probeKey,
    @Nullable ClouderaManager clouderaManagerOrNull,
    List<Dependant> dependants,
    List<Client> clients) {

  /** Who starts, stops and configures the KMS processes. */
  public enum Mode {
    STANDALONE,
    CLOUDERA_MANAGER
  }

  /** What happens by itself when a host drifts. */
  public enum OnDrift {
    ALERT,
    QUARANTINE,
    REPAIR
  }

  /**
   * A KMS host.
   *
   * @param kms the base address of this host's own KMS, never one behind a load balancer; its path
   *     ends in {@code /kms}
   */
  public record Host(String name, AgentAddress agent, URI kms) {}

  /** The ZooKeeper ensemble of the KMS: cookie signer and delegation tokens live below the path. */
  public record KmsZooKeeper(String connect, String path) {}

  /**
   * @param approvals operator signatures that an effect needs; an agent may demand more
   */
  public record Policy(OnDrift onDrift, int approvals) {
    public static final Policy DEFAULT = new Policy(OnDrift.ALERT, 1);
  }

  /**
   * @param credentialsFile on the coordinator's host
   */
  public record ClouderaManager(URI url, String cluster, String service, Path credentialsFile) {}

  /**
   * @param restart the name under which that agent's own configuration declares the command
   */
  public record Dependant(String host, AgentAddress agent, String restart) {}

  /**
   * A host whose Hadoop client configuration names the key provider.
   *
   * @param hdfsSiteOrNull where clients older than Hadoop 3 read their key provider; null if none
   *     do
   */
  public record Client(
      String host, AgentAddress agent, Path coreSite, @Nullable Path hdfsSiteOrNull) {
    public Optional<Path> hdfsSite() {
      return Optional.ofNullable(hdfsSiteOrNull);
    }
  }

  public ServiceSpec {
    hosts = List.copyOf(hosts);
    dependants = List.copyOf(dependants);
    clients = List.copyOf(clients);
    if (service.isBlank() || hosts.isEmpty()) {
      throw new IllegalArgumentException(
          "service '%s': %d hosts (expected: a name and at least one host)"
              .formatted(service, hosts.size()));
    }
    Set<String> names = new HashSet<>();
    for (Host host : hosts) {
      if (!names.add(host.name())) {
        throw new IllegalArgumentException("host: " + host.name() + " (expected: named once)");
      }
    }
    if ((mode == Mode.CLOUDERA_MANAGER) != (clouderaManagerOrNull != null)) {
      throw new IllegalArgumentException(
          "cloudera_manager: given exactly in mode cloudera-manager (mode: %s)".formatted(mode));
    }
  }

  public Optional<KmsZooKeeper> zookeeper() {
    return Optional.ofNullable(zookeeperOrNull);
  }

  public Optional<ClouderaManager> clouderaManager() {
    return Optional.ofNullable(clouderaManagerOrNull);
  }

  /** The names of the KMS hosts, in the order of the file. */
  public List<String> hostNames() {
    return hosts.stream().map(Host::name).toList();
  }

  public Optional<Host> host(String name) {
    return hosts.stream().filter(host -> host.name().equals(name)).findFirst();
  }

  /** Every KMS host but the given one, in the order of the file. */
  public List<String> othersThan(String name) {
    return hostNames().stream().filter(other -> !other.equals(name)).toList();
  }

  /** The service as far as these hosts do not take part. */
  public ServiceSpec without(Collection<String> left) {
    return new ServiceSpec(
        service,
        profile,
        mode,
        keyDirectory,
        configDirectory,
        owner,
        group,
        hosts.stream().filter(host -> !left.contains(host.name())).toList(),
        zookeeperOrNull,
        policy,
        probeKey,
        clouderaManagerOrNull,
        dependants,
        clients);
  }

  /**
   * Every other KMS host, beginning with the one after it in the order of the file: who keeps
   * copies, so that no host keeps those of all others.
   */
  public List<String> othersAfter(String name) {
    List<String> names = hostNames();
    int next = names.indexOf(name) + 1;
    List<String> others = new ArrayList<>(names.subList(next, names.size()));
    others.addAll(names.subList(0, next));
    others.remove(name);
    return List.copyOf(others);
  }

  /**
   * Every host that has an agent to talk to: KMS hosts first, then those of dependants and clients.
   */
  public List<String> agentHosts() {
    LinkedHashSet<String> names = new LinkedHashSet<>(hostNames());
    dependants.forEach(dependant -> names.add(dependant.host()));
    clients.forEach(client -> names.add(client.host()));
    return List.copyOf(names);
  }

  /** The agent of a KMS host, or of a host that only dependants or clients name. */
  public Optional<AgentAddress> agentOf(String name) {
    for (Host host : hosts) {
      if (host.name().equals(name)) {
        return Optional.of(host.agent());
      }
    }
    for (Dependant dependant : dependants) {
      if (dependant.host().equals(name)) {
        return Optional.of(dependant.agent());
      }
    }
    return clients.stream()
        .filter(client -> client.host().equals(name))
        .findFirst()
        .map(Client::agent);
  }
}
