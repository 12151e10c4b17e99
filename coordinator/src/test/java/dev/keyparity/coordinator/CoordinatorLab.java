package dev.keyparity.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.fleet.FakeAgent;
import dev.keyparity.daemon.identity.MiniCa;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.identity.TlsFiles;
import dev.keyparity.daemon.identity.TlsIdentity;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;

/**
 * What whole coordinators of this process run on: real ZooKeeper, real mutual TLS, and one scripted
 * agent, kms1. Closing it ends them, and fails if any fault escaped.
 */
final class CoordinatorLab implements AutoCloseable {
  private static final int TICK_MILLIS = 500;

  private final Path directory;
  private final TestingServer zookeeper;
  private final MiniCa ca;
  private final FakeAgent agent;
  private final Server agentServer;
  private final Path secret;
  private final List<CoordinatorProcess> processes = new ArrayList<>();
  private final List<Throwable> escaped = new CopyOnWriteArrayList<>();

  CoordinatorLab(Path directory) throws Exception {
    this.directory = directory;
    zookeeper =
        new TestingServer(
            new InstanceSpec(null, -1, -1, -1, true, -1, TICK_MILLIS, 20, Map.of()), true);
    ca = MiniCa.init(directory.resolve("ca"), "example.org", Duration.ofDays(3), Clock.systemUTC());
    secret = secret("zk.secret", "keyparity:correct-horse");
    agent = new FakeAgent("kms1");
    agent.on("Fence", agent.fencing(List.of()));
    agentServer =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                identity(Role.AGENT, "kms1").serverCredentials())
            .addService(agent.service())
            .build()
            .start();
  }

  TestingServer zookeeper() {
    return zookeeper;
  }

  FakeAgent agent() {
    return agent;
  }

  /** Issues a certificate for a day; the files are in the directory that is answered. */
  Path certificate(Role role, String name) {
    Path files = directory.resolve(role.text() + "-" + name);
    ca.issue(role, name, List.of("127.0.0.1"), Duration.ofDays(1), files);
    return files;
  }

  /** What every certificate here is signed with. */
  Path caCertificate() {
    return directory.resolve("ca/ca.crt");
  }

  /** A file that its owner alone can read. */
  Path secret(String name, String line) throws IOException {
    Path file =
        Files.createFile(
            directory.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, line + "\n");
  }

  TlsIdentity identity(Role role, String name) {
    return TlsIdentity.load(TlsFiles.in(certificate(role, name)), Clock.systemUTC());
  }

  /** Declares kms-prod with the one agent. */
  String serviceFile() {
    return """
        service: kms-prod
        config_directory: /etc/kms
        hosts:
          - {name: kms1, agent: "127.0.0.1:%d", kms: "http://127.0.0.1:16000/kms"}
        """
        .formatted(agentServer.getPort());
  }

  /**
   * Starts a coordinator.
   *
   * @param files its certificate's
   * @param port for operators; 0: any
   */
  CoordinatorProcess start(
      String name, Path files, int port, Function<Workshop.Parts, Workshop> workshops) {
    return start(name, files, port, "{listen: \"127.0.0.1:0\"}", workshops);
  }

  /**
   * The same.
   *
   * @param status where its status page is, and for whom, as its configuration says it
   */
  CoordinatorProcess start(
      String name,
      Path files,
      int port,
      String status,
      Function<Workshop.Parts, Workshop> workshops) {
    String yaml =
        """
        name: %s
        group: prod
        listen: 127.0.0.1:%d
        advertise: %1$s.example.com:7418
        tls: {cert: %3$s/tls.crt, key: %3$s/tls.key, ca: %3$s/ca.crt}
        status: %6$s
        zookeeper: {connect: "%4$s", session_timeout: 6s, auth_file: %5$s}
        state_directory: %3$s/state
        """
            .formatted(name, port, files, zookeeper.getConnectString(), secret, status);
    CoordinatorProcess process =
        new CoordinatorProcess(
            CoordinatorConfigFile.parse("coordinator.yaml", yaml.getBytes(UTF_8)),
            workshops,
            (doing, fault) -> escaped.add(fault));
    processes.add(process);
    process.start();
    return process;
  }

  @Override
  public void close() throws IOException {
    processes.forEach(CoordinatorProcess::close);
    agentServer.shutdownNow();
    zookeeper.close();
    assertThat(escaped).isEmpty();
  }
}
