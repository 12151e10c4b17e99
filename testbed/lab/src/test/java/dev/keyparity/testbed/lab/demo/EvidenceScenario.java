package dev.keyparity.testbed.lab.demo;

import static dev.keyparity.testbed.lab.estate.OneKeyHosts.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.testbed.lab.estate.Estate;
import dev.keyparity.testbed.lab.estate.OneKeyHosts;
import dev.keyparity.testbed.lab.estate.Operator;
import dev.keyparity.testbed.lab.estate.Server;
import dev.keyparity.testbed.lab.process.Command;
import dev.keyparity.testbed.lab.ring.GpgRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Evidence of a service to which things happened, on real processes: a silent host, a time without
 * a leader, a drift. Made by an operator, verified with the file and a public key.
 */
class EvidenceScenario {
  @TempDir Path temp;
  private OneKeyHosts scene;
  private Operator operator;
  private Path publicKey;

  @BeforeEach
  void adopt() throws IOException {
    scene = OneKeyHosts.start(temp.resolve("work"), 2);
    operator = scene.operator();
    operator.proveRecoveryKey(SERVICE);
    operator.mustType("adopt", SERVICE, "--yes");
    publicKey =
        Files.writeString(
            temp.resolve("alice.pub"),
            OperatorKey.read(operator.home().resolve("operator.key")).publicKey().pem());
  }

  @AfterEach
  void end() {
    if (scene != null) {
      scene.close();
    }
  }

  private void silentHost() {
    Server agent = scene.estate().agent("kms2");
    agent.process().kill();
    scene.awaitVerdict("kms2", "UNKNOWN");
    agent.start();
    scene.awaitInParity();
  }

  private void nobodyLeads() {
    Estate estate = scene.estate();
    List<Server> coordinators =
        estate.coordinatorAddresses().keySet().stream().map(estate::coordinator).toList();
    coordinators.forEach(one -> one.process().kill());
    coordinators.forEach(Server::start);
    estate.awaitLeader(scene.link());
    scene.awaitInParity();
  }

  private void drift() throws IOException {
    Path ring = scene.secring("kms2");
    byte[] approved = Files.readAllBytes(ring);
    Path rogue = scene.place().directory("rogue");
    GpgRing.make(rogue, "somebody else", 2048);
    Files.write(ring, Files.readAllBytes(rogue.resolve(GpgRing.SECRET_RING)));
    scene.awaitVerdict("kms2", "DIVERGED");
    Files.write(ring, approved);
    scene.awaitInParity();
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
    scene.awaitInParity();
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
