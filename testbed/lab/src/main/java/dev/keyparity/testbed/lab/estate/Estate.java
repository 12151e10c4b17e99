package dev.keyparity.testbed.lab.estate;

import dev.keyparity.testbed.lab.kms.KmsHost;
import dev.keyparity.testbed.lab.process.JavaLauncher;
import dev.keyparity.testbed.lab.process.Ports;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * keyparity itself, as installed on the hosts of KMS services: one agent each, and coordinators.
 */
public final class Estate {
  private static final Duration START = Duration.ofSeconds(90);

  private final Map<String, Server> agents = new LinkedHashMap<>();
  private final Map<String, Server> coordinators = new LinkedHashMap<>();
  private final Map<String, String> agentAddresses = new LinkedHashMap<>();
  private final Map<String, String> coordinatorAddresses = new LinkedHashMap<>();
  private final Narrator narrator;

  private Estate(Narrator narrator) {
    this.narrator = narrator;
  }

  /**
   * Issues certificates, writes configurations and starts everything.
   *
   * @param services hosts by service; an agent guards its host's KMS of each
   * @param layout who reaches whom how
   */
  public static Estate install(
      Workplace place,
      Operator operator,
      Map<String, List<KmsHost>> services,
      Layout layout,
      StartedProcesses started,
      Narrator narrator) {
    Estate estate = new Estate(narrator);
    ConfigFiles files = new ConfigFiles(place, operator, services);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (String host : files.hosts()) {
      int port = Ports.free(List.of(loopback));
      String address = "127.0.0.1:" + port;
      String status = "127.0.0.1:" + Ports.free(List.of(loopback));
      Path config = files.agent(host, address, status);
      Server server =
          Server.of(host, files.agentHome(host), status, "dev.keyparity.agent.AgentMain", config);
      estate.agents.put(host, server);
      InetSocketAddress reached = layout.agents().apply(new InetSocketAddress(loopback, port));
      estate.agentAddresses.put(host, "127.0.0.1:" + reached.getPort());
      started.add(server.process());
    }
    for (String name : layout.coordinators()) {
      String address = "127.0.0.1:" + Ports.free(List.of(loopback));
      String status = "127.0.0.1:" + Ports.free(List.of(loopback));
      Path config = files.coordinator(name, address, status, layout);
      Server server =
          Server.of(
              name,
              files.coordinatorHome(name),
              status,
              "dev.keyparity.coordinator.CoordinatorMain",
              config);
      estate.coordinators.put(name, server);
      estate.coordinatorAddresses.put(name, address);
      started.add(server.process());
    }
    operator.connectTo(String.join(",", estate.coordinatorAddresses.values()));
    estate.agents.values().forEach(Server::start);
    estate.coordinators.values().forEach(Server::start);
    estate.awaitReady();
    return estate;
  }

  /** Puts the start gate of a service in front of its KMS: no other key is started from now on. */
  public void putGateInFront(String service, KmsHost host) {
    Server agent = agent(host.name());
    Path arguments = agent.directory().resolve("gate-" + service + ".args");
    JavaLauncher.write(
        arguments,
        List.of("-Xmx64m", "-Xshare:auto", "-XX:-UsePerfData"),
        Server.ownClassPath(),
        List.of(
            "dev.keyparity.agent.GateMain",
            "--config",
            agent.config().toString(),
            "--service",
            service));
    host.putGateInFront(List.of(JavaLauncher.java().toString(), JavaLauncher.mark(arguments)));
  }

  private void awaitReady() {
    for (Server server : servers()) {
      boolean ready =
          narrator.await(
              "waiting for %s to serve".formatted(server.name()), START, server::isReady);
      EstateFailure.check(
          ready,
          "%s does not serve after %d s (its log: %s)"
              .formatted(
                  server.name(), START.toSeconds(), server.directory().resolve("console.log")));
    }
  }

  /** Where a coordinator reaches each. */
  public Map<String, String> agentAddresses() {
    return agentAddresses;
  }

  public Map<String, String> coordinatorAddresses() {
    return coordinatorAddresses;
  }

  public List<Server> servers() {
    return java.util.stream.Stream.concat(agents.values().stream(), coordinators.values().stream())
        .toList();
  }

  public Server agent(String host) {
    return Optional.ofNullable(agents.get(host))
        .orElseThrow(() -> new EstateFailure("agent: " + host + " (expected: one of ours)"));
  }

  public Server coordinator(String name) {
    return Optional.ofNullable(coordinators.get(name))
        .orElseThrow(() -> new EstateFailure("coordinator: " + name + " (expected: one of ours)"));
  }

  /** Waits until somebody leads; says who. */
  public String awaitLeader(AdminLink link) {
    boolean led =
        narrator.await(
            "waiting for a coordinator to lead",
            Duration.ofSeconds(60),
            () -> link.leader().isPresent());
    EstateFailure.check(led, "no coordinator leads after 60 s");
    return link.leader().orElseThrow().getCoordinator();
  }
}
