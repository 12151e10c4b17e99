package dev.keyparity.testbed.lab.watching;

import dev.keyparity.testbed.lab.TestTimeouts;
import dev.keyparity.testbed.lab.estate.AdminLink;
import dev.keyparity.testbed.lab.estate.Estate;
import dev.keyparity.testbed.lab.estate.Layout;
import dev.keyparity.testbed.lab.estate.Narrator;
import dev.keyparity.testbed.lab.estate.Operator;
import dev.keyparity.testbed.lab.estate.ServiceFiles;
import dev.keyparity.testbed.lab.estate.Workplace;
import dev.keyparity.testbed.lab.kms.KmsHost;
import dev.keyparity.testbed.lab.kms.KmsService;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import dev.keyparity.testbed.lab.ring.GpgRing;
import dev.keyparity.testbed.lab.zookeeper.ZooKeeperProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hosts that hold the same key and serve it, each with an agent, under two coordinators. */
record WatchedEstate(
    Workplace place, List<KmsHost> hosts, Operator operator, Estate estate, AdminLink link) {
  static final String SERVICE = "kms-prod";
  private static final int RING_BITS = 2048;

  static WatchedEstate start(Path directory, int count, StartedProcesses started, Narrator narrator)
      throws IOException {
    Workplace place = Workplace.fresh(directory);
    ZooKeeperProcess zooKeeper = ZooKeeperProcess.single(place.directory("zookeeper"), started);
    zooKeeper.start(TestTimeouts.START);
    List<KmsHost> hosts =
        KmsHost.createAll(KmsService.ofHosts(place.directory(SERVICE), count), started);
    Path first = hosts.get(0).paths().keyDirectory();
    GpgRing.make(first, "keytrustee (client) kms1", RING_BITS);
    for (KmsHost host : hosts.subList(1, count)) {
      for (String file : List.of(GpgRing.PUBLIC_RING, GpgRing.SECRET_RING)) {
        Files.copy(
            first.resolve(file),
            host.paths().keyDirectory().resolve(file),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    hosts.forEach(KmsHost::launch);
    hosts.forEach(host -> host.awaitServing(TestTimeouts.START));
    Operator operator = Operator.at(place.directory("operator"), narrator);
    operator.makeRecoveryKey();
    Estate estate =
        Estate.install(
            place,
            operator,
            Map.of(SERVICE, hosts),
            Layout.direct(zooKeeper.connectString()),
            started,
            narrator);
    AdminLink link = new AdminLink(operator.home(), estate.coordinatorAddresses());
    estate.awaitLeader(link);
    Path file =
        new ServiceFiles(operator.home(), estate, zooKeeper.connectString()).of(SERVICE, hosts);
    operator.mustType("service", "apply", "-f", file.toString(), "--yes");
    operator.proveRecoveryKey(SERVICE);
    return new WatchedEstate(place, hosts, operator, estate, link);
  }

  List<String> names() {
    return hosts.stream().map(KmsHost::name).toList();
  }

  /** The key file of each host, by host. */
  Map<String, Path> keyFiles() {
    Map<String, Path> files = new LinkedHashMap<>();
    hosts.forEach(
        host -> files.put(host.name(), host.paths().keyDirectory().resolve(GpgRing.SECRET_RING)));
    return files;
  }
}
