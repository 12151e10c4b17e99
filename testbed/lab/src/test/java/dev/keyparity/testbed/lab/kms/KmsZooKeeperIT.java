package dev.keyparity.testbed.lab.kms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.testbed.lab.TestTimeouts;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import dev.keyparity.testbed.lab.ring.GpgRing;
import dev.keyparity.testbed.lab.zookeeper.ZooKeeperProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That a KMS takes its ZooKeeper settings from kms-site.xml at its start; without them see the
 * incident's tests.
 */
class KmsZooKeeperIT {
  private static final String PREFIX = "hadoop.kms.authentication.";

  @TempDir Path directory;
  private final StartedProcesses started = new StartedProcesses();

  @AfterEach
  void end() {
    started.close();
  }

  @Test
  void cookieAndTokenOfOneHost_withZooKeeperInTheirSettings_areValidOnTheOther() throws Exception {
    ZooKeeperProcess zooKeeper = ZooKeeperProcess.single(directory.resolve("zk"), started);
    List<KmsHost> hosts = KmsHost.createAll(KmsService.ofHosts(directory, 2), started);
    GpgRing.make(hosts.get(0).paths().keyDirectory(), "KMS one", 2048);
    KmsIncidentIT.copyRing(hosts.get(0), hosts.get(1));
    zooKeeper.start(TestTimeouts.START);

    for (KmsHost host : hosts) {
      host.configure(settings(zooKeeper.connectString()));
      host.launch();
    }
    hosts.forEach(host -> host.awaitServing(TestTimeouts.START));

    String cookie = Credentials.cookie(hosts.get(0));
    String token = Credentials.delegationToken(hosts.get(0));
    assertThat(Credentials.statusWithCookie(hosts.get(1), cookie)).isEqualTo(200);
    assertThat(Credentials.statusWithToken(hosts.get(1), token)).isEqualTo(200);
  }

  private static Map<String, String> settings(String connect) {
    Map<String, String> settings = new TreeMap<>();
    String signer = PREFIX + "signer.secret.provider";
    settings.put(signer, "zookeeper");
    settings.put(signer + ".zookeeper.path", "/kmsZKRoot");
    settings.put(signer + ".zookeeper.connection.string", connect);
    settings.put(signer + ".zookeeper.auth.type", "none");
    String tokens = PREFIX + "zk-dt-secret-manager.";
    settings.put(tokens + "enable", "true");
    settings.put(tokens + "zkConnectionString", connect);
    settings.put(tokens + "znodeWorkingPath", "kmsZKRoot/zkdtsm");
    settings.put(tokens + "zkAuthType", "none");
    return settings;
  }
}
