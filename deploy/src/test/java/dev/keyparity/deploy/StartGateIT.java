package dev.keyparity.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.agent.gate.GateFinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gate as installed: its launcher and the drop-in's own line, with no coordinator, no ZooKeeper
 * and no agent anywhere. Its verdicts on rings are tested where it is made.
 */
class StartGateIT {
  private static final Path DROP_IN =
      Path.of("src/main/systemd/kms-keytrustee.service.d/keyparity-gate.conf");
  private static final Path GUIDE = Path.of("../docs/operations/start-gate.md");
  private static final Pattern LINE = Pattern.compile("(?m)^ExecStartPre=\\+/bin/sh -c '([^']*)'$");

  @TempDir Path temp;
  private Distribution installed;

  /** An agent ran here once and does not any more; whatever it learned cannot be read. */
  @BeforeEach
  void hostWithACorruptStatement() throws Exception {
    installed = Distribution.unpack(temp);
    Files.createDirectories(temp.resolve("state/statement"));
    Files.writeString(
        temp.resolve("state/generation.json"),
        "{\"format\":\"keyparity.generation/1\",\"generation\":7}");
    Files.writeString(temp.resolve("state/statement/kms-prod.json"), "rubbish");
    Files.writeString(
        temp.resolve("agent.yaml"),
        """
        group: prod
        name: kms2
        tls: {cert: /none/tls.crt, key: /none/tls.key, ca: /none/ca.crt}
        state_directory: %1$s/state
        operators:
          - {name: alice, public_key: "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="}
        services:
          - name: kms-prod
            profile: keytrustee-kms
            key_directory: %1$s/keys
            kms_url: http://127.0.0.1:1/kms
            gate: on
            control: {kind: systemd, unit: kms-keytrustee.service}
        """
            .formatted(temp));
  }

  private Distribution.Result gate(Map<String, String> environment) throws Exception {
    return installed.run(
        environment,
        installed.bin("keyparity-gate"),
        "--config",
        temp.resolve("agent.yaml").toString());
  }

  @Test
  void gate_refusesUntilItIsOverridden() throws Exception {
    Distribution.Result refused = gate(Map.of());
    assertThat(refused.exit()).as(refused.said()).isEqualTo(6);
    assertThat(refused.said())
        .startsWith("keyparity-gate: Unable to verify private key match between KMS hosts. Verify");

    Distribution.Result given =
        installed.run(
            Map.of(),
            installed.bin("keyparity"),
            "gate",
            "override",
            "--agent-config",
            temp.resolve("agent.yaml").toString(),
            "--for",
            "30m",
            "--reason",
            "the vendor is on the phone");
    assertThat(given.exit()).as(given.said()).isZero();
    assertThat(gate(Map.of()).exit()).isZero();
  }

  /** Where the KMS runs on Java 8, its unit says so, and would have the gate do the same. */
  @Test
  void gate_takesNothingOfTheEnvironmentOfTheKms() throws Exception {
    Distribution.Result refused =
        gate(Map.of("JAVA_HOME", "/no/java", "JAVA_TOOL_OPTIONS", "-XX:NoSuchOption"));

    assertThat(refused.exit()).as(refused.said()).isEqualTo(6);
  }

  @Test
  void gateWithoutJava_refuses_andNamesAWayThatNeedsNone() throws Exception {
    Distribution.Result refused = gate(Map.of("KEYPARITY_JAVA", "/no/java"));

    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.said()).contains("emergency: remove the drop-in");
  }

  @Test
  void dropIn_asksTheGate_andLetsTheKmsStartWhereNoneIsInstalled() throws Exception {
    MatchResult line = LINE.matcher(Files.readString(DROP_IN)).results().findFirst().orElseThrow();
    String installedHere =
        line.group(1)
            .replace("/opt/keyparity/bin/", temp + "/opt/")
            .replace("--service", "--config " + temp.resolve("agent.yaml") + " --service");
    List<String> start = List.of("/bin/sh", "-c", installedHere);

    assertThat(installed.run(Map.of(), start.toArray(String[]::new)).exit())
        .as("keyparity was removed")
        .isZero();

    link();
    assertThat(installed.run(Map.of(), start.toArray(String[]::new)).exit()).isEqualTo(6);
  }

  private void link() throws IOException {
    Files.createDirectory(temp.resolve("opt"));
    Files.createSymbolicLink(
        temp.resolve("opt/keyparity-gate"), Path.of(installed.bin("keyparity-gate")));
  }

  @Test
  void guide_hasTheWholeTable() throws Exception {
    StringBuilder table = new StringBuilder();
    for (GateFinding finding : GateFinding.values()) {
      String does =
          switch (finding.answer()) {
            case START -> "starts";
            case WARN -> "starts, warns";
            case REFUSE -> "refuses";
          };
      table.append("| `%s` | %s | %s |%n".formatted(finding, does, finding.doc()));
    }
    assertThat(Files.readString(GUIDE)).contains("|---|---|---|\n" + table + "\n");
  }
}
