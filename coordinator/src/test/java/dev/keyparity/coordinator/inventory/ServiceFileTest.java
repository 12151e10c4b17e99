package dev.keyparity.coordinator.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.Golden;
import dev.keyparity.coordinator.inventory.ServiceSpec.Client;
import dev.keyparity.coordinator.inventory.ServiceSpec.ClouderaManager;
import dev.keyparity.coordinator.inventory.ServiceSpec.Dependant;
import dev.keyparity.coordinator.inventory.ServiceSpec.Host;
import dev.keyparity.coordinator.inventory.ServiceSpec.KmsZooKeeper;
import dev.keyparity.coordinator.inventory.ServiceSpec.Mode;
import dev.keyparity.coordinator.inventory.ServiceSpec.OnDrift;
import dev.keyparity.coordinator.inventory.ServiceSpec.Policy;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceFileTest {
  private static final String SMALLEST =
      """
      service: kms-prod
      config_directory: /etc/kms
      hosts:
        - {name: kms1, agent: "kms1:7417", kms: "http://kms1:16000/kms"}
        - {name: kms2, agent: "kms2:7417", kms: "http://kms2:16000/kms"}
      """;

  @Test
  void parse_everyKeyGiven_everyValueMapped() throws IOException {
    assertThat(ServiceFile.parse("kms-prod.yaml", full()))
        .isEqualTo(
            new ServiceSpec(
                "kms-prod",
                "ranger-kms-kts",
                Mode.CLOUDERA_MANAGER,
                Path.of("/srv/kms/.keytrustee"),
                Path.of("/srv/kms/conf"),
                "kmsuser",
                "kmsgroup",
                List.of(
                    new Host(
                        "kms1",
                        new AgentAddress("kms1.example.com", 7417),
                        URI.create("https://kms1.example.com:16000/kms")),
                    new Host(
                        "kms2",
                        new AgentAddress("fd00::2", 7417),
                        URI.create("http://kms2.example.com:16000/kms"))),
                new KmsZooKeeper("zk1:2181,zk2:2181", "/kms/signer"),
                new Policy(OnDrift.REPAIR, 2),
                "prod_probe",
                new ClouderaManager(
                    URI.create("https://cm.example.com:7183"),
                    "Cluster 1",
                    "keytrustee",
                    Path.of("/etc/keyparity/cm.secret")),
                List.of(
                    new Dependant("nn1", new AgentAddress("nn1.example.com", 7417), "namenode")),
                List.of(
                    new Client(
                        "edge1",
                        new AgentAddress("edge1.example.com", 7417),
                        Path.of("/etc/hadoop/conf/core-site.xml"),
                        null),
                    new Client(
                        "nn1",
                        new AgentAddress("nn1.example.com", 7417),
                        Path.of("/etc/hadoop/conf/core-site.xml"),
                        Path.of("/etc/hadoop/conf/hdfs-site.xml")))));
  }

  @Test
  void parse_onlyWhatIsRequired_defaults() {
    ServiceSpec spec = parse(SMALLEST);

    assertThat(spec.profile()).isEqualTo("keytrustee-kms");
    assertThat(spec.mode()).isEqualTo(Mode.STANDALONE);
    assertThat(spec.keyDirectory())
        .isEqualTo(Path.of("/var/lib/kms-keytrustee/keytrustee/.keytrustee"));
    assertThat(spec.owner()).isEqualTo("kms");
    assertThat(spec.group()).isEqualTo("kms");
    assertThat(spec.zookeeper()).isEmpty();
    assertThat(spec.policy()).isEqualTo(Policy.DEFAULT);
    assertThat(spec.probeKey()).isEqualTo("keyparity_probe");
    assertThat(spec.clouderaManager()).isEmpty();
    assertThat(spec.dependants()).isEmpty();
    assertThat(spec.clients()).isEmpty();
    assertThat(spec.othersThan("kms1")).containsExactly("kms2");
  }

  @Test
  void parse_manyProblems_allReportedAtOnceWithLineAndKey() {
    String file =
        """
        service: "kms prod"
        mode: standalon
        config_directory: etc/kms
        hosts:
          - {name: kms1, agent: kms1, kms: "kms://http@kms1;kms2:16000/kms"}
          - {name: kms2, agent: "kms2:7417"}
        polcy: {}
        """;
    assertThatThrownBy(() -> parse(file))
        .isInstanceOfSatisfying(
            KeyparityException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
              assertThat(e.operatorMessage().lines().toList())
                  .hasSize(7)
                  .allMatch(line -> line.startsWith("kms-prod.yaml"));
              assertThat(e.operatorMessage())
                  .contains("service: kms prod (expected: letters, digits")
                  .contains("mode: standalon (expected: one of standalone|cloudera-manager)")
                  .contains("config_directory: etc/kms (expected: an absolute path)")
                  .contains("hosts[0].agent: kms1 (expected: host:port")
                  .contains("hosts[0].kms: kms://http@kms1;kms2:16000/kms (expected: this host's")
                  .contains("hosts[1].kms: missing")
                  .contains("polcy: unknown setting");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: kms1, agent: \"kms3:7417\", kms: \"http://kms3:16000/kms\" | hosts[2].name: kms1"
            + " (expected: each host once)",
        "name: kms3, agent: \"kms1:7417\", kms: \"http://kms3:16000/kms\" | hosts[2].agent:"
            + " kms1:7417 (expected: each host its own agent)",
        "name: kms3, agent: \"kms3:7417\", kms: \"http://kms1:16000/kms\" | hosts[2].kms:"
            + " http://kms1:16000/kms (expected: each host its own KMS)",
      })
  void parse_hostThatIsNoOtherHost_refused(String third, String problem) {
    assertThatThrownBy(() -> parse(SMALLEST + "  - {" + third + "}\n"))
        .hasMessageContaining(problem);
  }

  @Test
  void parse_managerWithoutMode_refused() {
    assertThatThrownBy(() -> parse(SMALLEST + "mode: cloudera-manager\n"))
        .hasMessageContaining("cloudera_manager: missing (expected: given exactly in mode");
  }

  @Test
  void parse_clientNamesAnotherAgentForAHost_refused() {
    String client = "clients: [{host: kms1, agent: \"other:7417\", core_site: /c.xml}]\n";
    assertThatThrownBy(() -> parse(SMALLEST + client))
        .hasMessageContaining("clients[0].agent: other:7417 (expected: the same agent wherever");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://kms1:16000", // no path
        "http://user:secret@kms1:16000/kms",
        "http://kms1:16000/kms?user.name=x",
        "ftp://kms1/kms",
        "kms1:16000/kms",
        "http:///kms",
        "http://kms 1/kms"
      })
  void parse_addressThatIsNoKms_refused(String address) {
    String file = SMALLEST.replace("http://kms2:16000/kms", address);
    assertThatThrownBy(() -> parse(file))
        .isInstanceOfSatisfying(
            KeyparityException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
  }

  @Test
  void record_isAsItsGoldenFile() throws Exception {
    ServiceRecord record =
        new ServiceRecord("service: kms-prod\n", "alice", Instant.parse("2026-11-24T14:02:03Z"));
    Golden.check("service-1.json", record.encode(), ServiceRecord::parse, record);
  }

  @Test
  void record_otherVersion_refused() {
    byte[] other = Golden.edited("service-1.json", "service/1", "service/2");
    assertThatThrownBy(() -> ServiceRecord.parse(other))
        .isInstanceOfSatisfying(
            KeyparityException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_CORRUPT));
  }

  @Test
  void changes_sameFile_none() throws IOException {
    ServiceSpec spec = ServiceFile.parse("kms-prod.yaml", full());
    assertThat(ServiceChanges.between(Optional.of(spec), spec)).isEmpty();
  }

  @Test
  void changes_hostsReorderedAndOneMoved_onlyTheMoveNamed() {
    String moved =
        """
        service: kms-prod
        config_directory: /etc/kms
        hosts:
          - {name: kms2, agent: "kms2:7417", kms: "http://kms2:16001/kms"}
          - {name: kms1, agent: "kms1:7417", kms: "http://kms1:16000/kms"}
        """;
    assertThat(ServiceChanges.between(Optional.of(parse(SMALLEST)), parse(moved)))
        .containsExactly("hosts.kms2.kms: http://kms2:16000/kms -> http://kms2:16001/kms");
  }

  @Test
  void changes_newService_everythingNamed() {
    assertThat(ServiceChanges.between(Optional.empty(), parse(SMALLEST)))
        .contains("service: kms-prod", "hosts.kms1.agent: kms1:7417");
  }

  private static ServiceSpec parse(String yaml) {
    return ServiceFile.parse("kms-prod.yaml", yaml.getBytes(UTF_8));
  }

  private static byte[] full() throws IOException {
    try (InputStream in = ServiceFileTest.class.getResourceAsStream("/kms-prod.yaml")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}
