package dev.keyparity.testbed.lab.estate;

import dev.keyparity.daemon.identity.MiniCa;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.testbed.lab.kms.KmsHost;
import dev.keyparity.testbed.lab.process.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** Certificates and configurations, each in its owner's directory. */
final class ConfigFiles {
  private static final Duration DAYS = Duration.ofDays(30);
  private static final String GROUP = "demo";

  private final Workplace place;
  private final Operator operator;
  private final Map<String, List<KmsHost>> services;
  private final MiniCa ca;
  private final String zooKeeperSecret = UUID.randomUUID().toString();
  private final OperatorKey signingKey = OperatorKey.generate();

  ConfigFiles(Workplace place, Operator operator, Map<String, List<KmsHost>> services) {
    this.place = place;
    this.operator = operator;
    this.services = services;
    this.ca = MiniCa.init(place.directory("ca"), "demo.keyparity", DAYS, Clock.systemUTC());
    ca.issue(Role.OPERATOR, "alice", List.of(), DAYS, operator.home());
    signingKey.writeNew(operator.home().resolve("operator.key"));
  }

  /** Every host that has a KMS of any service. */
  List<String> hosts() {
    TreeSet<String> hosts = new TreeSet<>();
    services.values().forEach(of -> of.forEach(host -> hosts.add(host.name())));
    return List.copyOf(hosts);
  }

  Path agentHome(String host) {
    return place.directory("agents", host);
  }

  Path coordinatorHome(String name) {
    return place.directory("coordinators", name);
  }

  Path agent(String host, String listen, String status) {
    Path directory = agentHome(host);
    ca.issue(Role.AGENT, host, List.of("127.0.0.1"), DAYS, place.directory("agents", host, "tls"));
    StringBuilder yaml =
        new StringBuilder(
            """
            group: %s
            name: %s
            listen: "%s"
            tls: {cert: %4$s/tls/tls.crt, key: %4$s/tls/tls.key, ca: %4$s/tls/ca.crt}
            state_directory: %4$s/state
            status: {listen: "%5$s"}
            effects: allow
            operators:
              - {name: alice, public_key: "%6$s", services: ["*"], verbs: ["*"]}
            approvals: 1
            recovery_keys: [%7$s]
            services:
            """
                .formatted(
                    GROUP,
                    host,
                    listen,
                    directory,
                    status,
                    signingKey.publicKey(),
                    operator.recoveryPublicKey()));
    services.forEach(
        (service, hosts) ->
            hosts.stream()
                .filter(candidate -> candidate.name().equals(host))
                .forEach(candidate -> yaml.append(serviceOn(service, candidate))));
    return Workplace.write(directory.resolve("agent.yaml"), yaml.toString());
  }

  private static String serviceOn(String service, KmsHost host) {
    Path control = host.paths().control();
    return """
          - name: %s
            profile: keytrustee-kms
            key_directory: %s
            config_directory: %s
            owner: %s
            group: %s
            kms_url: "%s"
            gate: on
            control:
              kind: command
              start: [%7$s, start]
              stop: [%7$s, stop]
              status: [%7$s, status]
              start_deadline: 90s
              stop_deadline: 30s
        """
        .formatted(
            service,
            host.paths().keyDirectory(),
            host.paths().configuration(),
            System.getProperty("user.name"),
            group(),
            host.uri(),
            control)
        .indent(2);
  }

  Path coordinator(String name, String listen, String status, Layout layout) {
    Path directory = coordinatorHome(name);
    ca.issue(
        Role.COORDINATOR,
        name,
        List.of("127.0.0.1"),
        DAYS,
        place.directory("coordinators", name, "tls"));
    Path secret =
        Workplace.write(directory.resolve("zookeeper.auth"), "keyparity:" + zooKeeperSecret + "\n");
    return Workplace.write(
        directory.resolve("coordinator.yaml"),
        """
        group: %s
        name: %s
        listen: "%s"
        advertise: "%3$s"
        tls: {cert: %4$s/tls/tls.crt, key: %4$s/tls/tls.key, ca: %4$s/tls/ca.crt}
        status: {listen: "%5$s"}
        zookeeper: {connect: "%6$s", session_timeout: %8$s, auth_file: %7$s, root: /keyparity}
        state_directory: %4$s/state
        kms: {user: keyparity}
        """
            .formatted(
                GROUP,
                name,
                listen,
                directory,
                status,
                layout.zooKeeper().apply(name),
                secret,
                layout.session().toMillis() + "ms"));
  }

  /** The primary group of whoever runs this: that of a file that they make. */
  static String group() {
    try {
      Path probe = Files.createTempFile("keyparity-demo-", "");
      try {
        return Files.readAttributes(probe, PosixFileAttributes.class).group().getName();
      } finally {
        Files.delete(probe);
      }
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "asking for this user's group", e);
    }
  }
}
