package dev.keyparity.testbed.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.testbed.lab.TestTimeouts;
import dev.keyparity.testbed.lab.estate.AdminLink;
import dev.keyparity.testbed.lab.estate.Estate;
import dev.keyparity.testbed.lab.estate.Layout;
import dev.keyparity.testbed.lab.estate.Narrator;
import dev.keyparity.testbed.lab.estate.Operator;
import dev.keyparity.testbed.lab.estate.Server;
import dev.keyparity.testbed.lab.estate.ServiceFiles;
import dev.keyparity.testbed.lab.estate.Workplace;
import dev.keyparity.testbed.lab.kms.KmsHost;
import dev.keyparity.testbed.lab.kms.KmsService;
import dev.keyparity.testbed.lab.process.Command;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import dev.keyparity.testbed.lab.ring.GpgRing;
import dev.keyparity.testbed.lab.zookeeper.ZooKeeperProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Evidence of a service to which things happened, on real processes: a silent host, a time without
 * a leader, a drift. Made by an operator, verified with the file and a public key.
 */
class EvidenceIT {
  private static final String SERVICE = "kms-prod";
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final StartedProcesses started = new StartedProcesses();
  private final Narrator narrator = new Narrator(System.err);

  @TempDir Path temp;
  private Workplace place;
  private List<KmsHost> hosts;
  private Operator operator;
  private Estate estate;
  private AdminLink link;
  private Path publicKey;

  @BeforeEach
  void adopt() throws IOException {
    place = Workplace.fresh(temp.resolve("work"));
    ZooKeeperProcess zooKeeper = ZooKeeperProcess.single(place.directory("zookeeper"), started);
    zooKeeper.start(Duration.ofSeconds(60));
    hosts = KmsHost.createAll(KmsService.ofHosts(place.directory(SERVICE), 2), started);
    GpgRing.make(keys("kms1"), "keytrustee (client) kms1", 2048);
    for (String file : List.of("secring.gpg", "pubring.gpg")) {
      Files.copy(keys("kms1").resolve(file), keys("kms2").resolve(file));
    }
    hosts.forEach(KmsHost::launch);
    hosts.forEach(host -> host.awaitServing(TestTimeouts.START));
    operator = Operator.at(place.directory("operator"), narrator);
    operator.makeRecoveryKey();
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
    Path file =
        new ServiceFiles(operator.home(), estate, zooKeeper.connectString()).of(SERVICE, hosts);
    operator.mustType("service", "apply", "-f", file.toString(), "--yes");
    operator.proveRecoveryKey(SERVICE);
    operator.mustType("adopt", SERVICE, "--yes");
    publicKey =
        Files.writeString(
            temp.resolve("alice.pub"),
            OperatorKey.read(operator.home().resolve("operator.key")).publicKey().pem());
  }

  @AfterEach
  void end() {
    link.close();
    started.close();
  }

  private Path keys(String host) {
    return hosts.stream()
        .filter(it -> it.name().equals(host))
        .findFirst()
        .orElseThrow()
        .paths()
        .keyDirectory();
  }

  private void awaitStatus(String words) {
    boolean seen =
        narrator.await(
            "waiting for " + words,
            LIMIT,
            () -> operator.run(List.of("status", SERVICE)).out().contains(words));
    assertThat(seen).as(words).isTrue();
  }

  private void awaitInParity() {
    boolean good =
        narrator.await(
            "waiting for parity",
            LIMIT,
            () -> operator.run(List.of("status", SERVICE, "--check")).isOk());
    assertThat(good).isTrue();
  }

  private void silentHost() {
    estate.agent("kms2").process().kill();
    awaitStatus("UNKNOWN");
    estate.agent("kms2").start();
    awaitInParity();
  }

  private void nobodyLeads() {
    List<Server> coordinators =
        estate.coordinatorAddresses().keySet().stream().map(estate::coordinator).toList();
    coordinators.forEach(one -> one.process().kill());
    coordinators.forEach(Server::start);
    estate.awaitLeader(link);
    awaitInParity();
  }

  private void drift() throws IOException {
    Path ring = keys("kms2").resolve("secring.gpg");
    byte[] approved = Files.readAllBytes(ring);
    GpgRing.make(place.directory("rogue"), "somebody else", 2048);
    Files.write(ring, Files.readAllBytes(place.directory("rogue").resolve("secring.gpg")));
    awaitStatus("DIVERGED");
    Files.write(ring, approved);
    awaitInParity();
  }

  private static List<String> verdicts(JsonNode verified, String host) {
    List<String> verdicts = new ArrayList<>();
    for (JsonNode one : verified.path("hosts")) {
      if (one.path("host").asText().equals(host)) {
        one.path("stretches").forEach(it -> verdicts.add(it.path("verdict").asText()));
      }
    }
    return verdicts;
  }

  @Test
  void evidence_showsWhatHappened_andIsProvenOffline() throws IOException {
    awaitInParity();
    silentHost();
    nobodyLeads();
    drift();
    Path file = temp.resolve("evidence.json");

    Command.Result made =
        operator.type("evidence", SERVICE, "--since", "1h", "--out", file.toString());
    Command.Result shown =
        operator.type("evidence", "verify", file.toString(), "--operator", "alice=" + publicKey);

    assertThat(made.exit()).as(made.out() + made.err()).isZero();
    assertThat(shown.exit()).as(shown.out() + shown.err()).isZero();
    JsonNode verified =
        new ObjectMapper()
            .readTree(
                operator
                    .run(
                        List.of(
                            "evidence",
                            "verify",
                            file.toString(),
                            "--operator",
                            "alice=" + publicKey,
                            "-o",
                            "json"))
                    .out());
    assertThat(verdicts(verified, "kms1")).startsWith("UNKNOWN", "IN_PARITY").contains("UNKNOWN");
    assertThat(verdicts(verified, "kms1").stream().filter("IN_PARITY"::equals))
        .as("before and after the time without a leader")
        .hasSizeGreaterThan(1);
    assertThat(verdicts(verified, "kms2")).contains("UNKNOWN", "IN_PARITY", "DIVERGED");
    assertThat(Set.copyOf(verdicts(verified, "kms1")))
        .containsExactlyInAnyOrder("UNKNOWN", "IN_PARITY");
    assertThat(verified.path("in_no_statement")).isEmpty();
    assertThat(verified.path("not_asked")).isEmpty();
    assertThat(verified.path("approvals").findValuesAsText("format"))
        .contains("keyparity.statement/1", "keyparity.warrant/1");
    assertThat(verified.path("approvals"))
        .allMatch(it -> it.path("signed_by").toString().equals("[\"alice\"]"));
    assertThat(verified.path("audit")).hasSize(3).allMatch(it -> it.path("fault").isNull());
    assertThat(verified.path("backups").size()).isPositive();

    byte[] changed = Files.readAllBytes(file);
    changed[changed.length / 2] ^= 1;
    Files.write(file, changed);
    assertThat(
            operator
                .run(
                    List.of(
                        "evidence", "verify", file.toString(), "--operator", "alice=" + publicKey))
                .exit())
        .isEqualTo(8);
  }
}
