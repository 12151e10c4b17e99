package dev.keyparity.testbed.lab.faults;

import dev.keyparity.testbed.lab.TestTimeouts;
import dev.keyparity.testbed.lab.estate.AdminLink;
import dev.keyparity.testbed.lab.estate.Estate;
import dev.keyparity.testbed.lab.estate.Layout;
import dev.keyparity.testbed.lab.estate.Narrator;
import dev.keyparity.testbed.lab.estate.Operator;
import dev.keyparity.testbed.lab.estate.Server;
import dev.keyparity.testbed.lab.estate.ServiceFiles;
import dev.keyparity.testbed.lab.estate.SplitService;
import dev.keyparity.testbed.lab.estate.Workplace;
import dev.keyparity.testbed.lab.kms.KmsHost;
import dev.keyparity.testbed.lab.network.FaultyLink;
import dev.keyparity.testbed.lab.network.Weather;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import dev.keyparity.testbed.lab.zookeeper.ZooKeeperEnsemble;
import dev.keyparity.testbed.lab.zookeeper.ZooKeeperProcess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The estate that fails: each coordinator reaches each ZooKeeper member, and everybody each agent,
 * through a link whose weather can be turned. The KMS share a ZooKeeper of their own, which stays
 * well: what a KMS makes of a lost ZooKeeper is not what is looked at here.
 */
final class FaultEstate implements AutoCloseable {
  static final String SERVICE = "kms-prod";
  static final int HOSTS = 5;
  static final List<String> COORDINATORS = List.of("coord1", "coord2", "coord3");
  static final Duration SESSION = Duration.ofSeconds(3);

  private final StartedProcesses started = new StartedProcesses();
  private final List<FaultyLink> zooKeeperLinks = new ArrayList<>();
  private final Map<Integer, FaultyLink> agentLinksByPort = new LinkedHashMap<>();
  final Narrator narrator;
  final Workplace place;
  final ZooKeeperEnsemble zooKeeper;
  final SplitService split;
  final Operator operator;
  final Estate estate;
  final AdminLink link;
  final Path serviceFile;

  private FaultEstate(Path root, Narrator narrator) {
    this.narrator = narrator;
    try {
      place = Workplace.fresh(root);
      zooKeeper = ZooKeeperEnsemble.of(place.directory("zookeeper"), 3, started);
      ZooKeeperProcess ofKms = ZooKeeperProcess.single(place.directory("kms-zookeeper"), started);
      ofKms.launch();
      zooKeeper.start(TestTimeouts.START);
      split = SplitService.start(place.directory(SERVICE), HOSTS, started, narrator);
      operator = Operator.at(place.directory("operator"), narrator);
      operator.makeRecoveryKey();
      Layout layout = new Layout(COORDINATORS, this::linkToZooKeeper, this::linkToAgent, SESSION);
      estate =
          Estate.install(
              place, operator, Map.of(SERVICE, split.hosts()), layout, started, narrator);
      link = new AdminLink(operator.home(), estate.coordinatorAddresses());
      estate.awaitLeader(link);
      ofKms.awaitServing(TestTimeouts.START);
      serviceFile =
          new ServiceFiles(operator.home(), estate, ofKms.connectString()).of(SERVICE, split);
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
  }

  static FaultEstate install(Path root, Narrator narrator) {
    return new FaultEstate(root, narrator);
  }

  private String linkToZooKeeper(String coordinator) {
    return zooKeeper.members().stream()
        .map(member -> new InetSocketAddress(loopback(), member.clientPort()))
        .map(
            member -> {
              FaultyLink made = FaultyLink.to(member);
              started.add(made);
              zooKeeperLinks.add(made);
              return made.address();
            })
        .collect(Collectors.joining(","));
  }

  private InetSocketAddress linkToAgent(InetSocketAddress agent) {
    FaultyLink made = FaultyLink.to(agent);
    started.add(made);
    int port = Integer.parseInt(made.address().substring(made.address().indexOf(':') + 1));
    agentLinksByPort.put(port, made);
    return new InetSocketAddress(loopback(), port);
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  StartedProcesses started() {
    return started;
  }

  List<String> hosts() {
    return split.hosts().stream().map(KmsHost::name).toList();
  }

  FaultyLink linkTo(String host) {
    String address = Objects.requireNonNull(estate.agentAddresses().get(host), host);
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    return Objects.requireNonNull(agentLinksByPort.get(port), host);
  }

  /** Turns the weather between one coordinator and all of ZooKeeper. */
  void turnZooKeeper(String coordinator, Weather weather) {
    int members = zooKeeper.members().size();
    int first = COORDINATORS.indexOf(coordinator) * members;
    zooKeeperLinks.subList(first, first + members).forEach(one -> one.turn(weather));
  }

  Path auditOf(String host) {
    return estate.agent(host).directory().resolve("state/audit.jsonl");
  }

  String awaitLeader() {
    return estate.awaitLeader(link);
  }

  /**
   * SIGKILL to every coordinator, every agent and every ZooKeeper member; then all come back.
   *
   * @param first the host whose agent is killed first; empty for no one's
   */
  void killEverythingOfOurs(String first) {
    if (hosts().contains(first)) {
      estate.agent(first).process().kill();
    }
    estate.servers().parallelStream().forEach(server -> server.process().kill());
    zooKeeper.killAll();
    zooKeeper.start(TestTimeouts.START);
    estate.servers().forEach(Server::start);
  }

  /**
   * Puts an old copy of ZooKeeper's data back. The coordinators are started afresh: one that has
   * led remembers its number, and no number would be given twice.
   */
  void restoreZooKeeper(Path copy) {
    List<Server> coordinators = COORDINATORS.stream().map(estate::coordinator).toList();
    coordinators.forEach(server -> server.process().kill());
    zooKeeper.restore(copy, TestTimeouts.START);
    coordinators.forEach(Server::start);
  }

  @Override
  public void close() {
    link.close();
    started.close();
  }
}
