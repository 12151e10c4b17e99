package dev.keyparity.testbed.lab.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.proto.coordinator.v1.HostStatus;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.testbed.lab.TestTimeouts;
import dev.keyparity.testbed.lab.kms.KmsHost;
import dev.keyparity.testbed.lab.kms.KmsService;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import dev.keyparity.testbed.lab.ring.GpgRing;
import dev.keyparity.testbed.lab.zookeeper.ZooKeeperProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A service to which something may happen, of real processes: two KMS hosts that hold one key, kms1
 * and kms2, their agents, two coordinators, ZooKeeper, and an operator. It is declared, and nothing
 * is approved yet.
 */
public final class OneKeyHosts implements AutoCloseable {
  public static final String SERVICE = "kms-prod";

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final long FRESH_MS = 2_000;

  private final StartedProcesses started = new StartedProcesses();
  private final Narrator narrator = new Narrator(System.err);
  private final Workplace place;
  private final ZooKeeperProcess zooKeeper;
  private final List<KmsHost> hosts;
  private final Operator operator;
  private final Estate estate;
  private final AdminLink link;
  private final Path serviceFile;

  /** Starts them all; what was started before one of them failed is ended. */
  public static OneKeyHosts start(Path directory, int count) throws IOException {
    return new OneKeyHosts(directory, count);
  }

  private OneKeyHosts(Path directory, int count) throws IOException {
    try {
      place = Workplace.fresh(directory);
      zooKeeper = ZooKeeperProcess.single(place.directory("zookeeper"), started);
      zooKeeper.start(TestTimeouts.START);
      hosts = KmsHost.createAll(KmsService.ofHosts(place.directory(SERVICE), count), started);
      GpgRing.make(keys("kms1"), "keytrustee (client) kms1", 2048);
      for (KmsHost host : hosts.subList(1, count)) {
        copyKeys(keys("kms1"), host.paths().keyDirectory());
      }
      hosts.forEach(KmsHost::launch);
      operator = Operator.at(place.directory("operator"), narrator);
      operator.makeRecoveryKey();
      hosts.forEach(host -> host.awaitServing(TestTimeouts.START));
      estate =
          Estate.install(
              place,
              operator,
              Map.of(SERVICE, hosts),
              Layout.direct(zooKeeper.connectString()),
              started,
              narrator);
      link = new AdminLink(operator.home(), estate.coordinatorAddresses());
      estate.awaitLeader(link);
      serviceFile =
          new ServiceFiles(operator.home(), estate, zooKeeper.connectString()).of(SERVICE, hosts);
      apply(serviceFile);
    } catch (IOException | RuntimeException | Error e) {
      started.close();
      throw e;
    }
  }

  public StartedProcesses started() {
    return started;
  }

  public Narrator narrator() {
    return narrator;
  }

  public Workplace place() {
    return place;
  }

  public ZooKeeperProcess zooKeeper() {
    return zooKeeper;
  }

  public List<KmsHost> hosts() {
    return hosts;
  }

  public List<String> names() {
    return hosts.stream().map(KmsHost::name).toList();
  }

  /** The key file of each host, by host. */
  public Map<String, Path> keyFiles() {
    Map<String, Path> files = new LinkedHashMap<>();
    names().forEach(host -> files.put(host, secring(host)));
    return files;
  }

  public KmsHost host(String name) {
    return hosts.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  /** Its key directory. */
  public Path keys(String host) {
    return host(host).paths().keyDirectory();
  }

  public Path secring(String host) {
    return keys(host).resolve(GpgRing.SECRET_RING);
  }

  public Operator operator() {
    return operator;
  }

  public Estate estate() {
    return estate;
  }

  public AdminLink link() {
    return link;
  }

  /** That of the service, as applied. */
  public Path serviceFile() {
    return serviceFile;
  }

  public void apply(Path file) {
    operator.mustType("service", "apply", "-f", file.toString(), "--yes");
  }

  /** Puts a ring in the place of another as a careful person would: each file is whole at once. */
  public static void copyKeys(Path from, Path to) throws IOException {
    for (String file : List.of(GpgRing.PUBLIC_RING, GpgRing.SECRET_RING)) {
      Path fresh = to.resolve(file + ".new");
      Files.copy(from.resolve(file), fresh, StandardCopyOption.COPY_ATTRIBUTES);
      Files.move(fresh, to.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  public void awaitInParity() {
    awaitStatus("parity", ServiceStatus::getInParity);
  }

  public void awaitVerdict(String host, String verdict) {
    awaitHost(host + " to be " + verdict, host, it -> it.getVerdict().equals(verdict));
  }

  /** Until a host's last report does not count any more. */
  public void awaitSilence(String host) {
    awaitHost(host + "'s silence to be noticed", host, it -> !isHeard(it));
  }

  public void awaitHeard(String host) {
    awaitHost(host + " to be heard", host, OneKeyHosts::isHeard);
  }

  /**
   * Starts a host's agent that was killed; only once its silence is noticed being heard means
   * anything.
   */
  public void startAgain(String host) {
    awaitSilence(host);
    estate.agent(host).start();
    awaitHeard(host);
  }

  private static boolean isHeard(HostStatus host) {
    return host.getReportAgeMs() >= 0 && host.getReportAgeMs() <= FRESH_MS;
  }

  private void awaitHost(String what, String host, Predicate<HostStatus> condition) {
    awaitStatus(
        what,
        status ->
            status.getHostsList().stream()
                .anyMatch(it -> it.getHost().equals(host) && condition.test(it)));
  }

  private void awaitStatus(String what, Predicate<ServiceStatus> condition) {
    assertThat(
            narrator.await(
                "waiting for " + what,
                LIMIT,
                () -> link.status(SERVICE).filter(condition).isPresent()))
        .as(what)
        .isTrue();
  }

  @Override
  public void close() {
    link.close();
    started.close();
  }
}
