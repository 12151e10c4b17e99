package dev.keyparity.cli.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a host whose agent left its state and does not run. Each verdict is tested at the gate. */
class GateVerbsTest {
  private final TestCli cli = new TestCli();

  @TempDir Path folder;

  @BeforeEach
  void host() throws IOException {
    configure("on");
    Files.createDirectories(folder.resolve("state/statement"));
    Files.writeString(
        folder.resolve("state/generation.json"),
        "{\"format\":\"keyparity.generation/1\",\"generation\":7}");
  }

  @AfterEach
  void close() {
    cli.close();
  }

  private void configure(String gate) throws IOException {
    Files.writeString(
        folder.resolve("agent.yaml"),
        """
        group: prod
        name: kms2
        tls: {cert: /none/tls.crt, key: /none/tls.key, ca: /none/ca.crt}
        state_directory: %s/state
        operators:
          - {name: alice, public_key: "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="}
        services:
          - name: kms-prod
            profile: keytrustee-kms
            key_directory: %s/keys
            kms_url: http://127.0.0.1:1/kms
            gate: %s
            control: {kind: systemd, unit: kms-keytrustee.service}
        """
            .formatted(folder, folder, gate));
  }

  /** Whatever this host learned, it cannot be read any more. */
  private void corrupt() throws IOException {
    Files.writeString(folder.resolve("state/statement/kms-prod.json"), "rubbish");
  }

  private Result gate(String verb, String... more) {
    return cli.runBare(
        Stream.concat(
                Stream.of("gate", verb, "--agent-config", folder.resolve("agent.yaml").toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void check_exitsAsTheGateWould_inItsWords() throws Exception {
    Result starts = gate("check");
    corrupt();
    Result refuses = gate("check");

    assertThat(starts.exit()).isZero();
    assertThat(starts.out()).startsWith("warning: kms-prod is started unjudged");
    assertThat(refuses.exit()).isEqualTo(6);
    assertThat(refuses.out())
        .startsWith("Unable to verify private key match between KMS hosts.")
        .contains("STATEMENT_CORRUPT")
        .contains("keyparity gate override --for 30m --reason");
  }

  @Test
  void check_forPrograms_namesStateAndFinding() throws Exception {
    corrupt();

    assertThat(gate("check", "-o", "json").out())
        .contains("\"schema\": \"keyparity.gate/1\"")
        .contains("\"gate\": \"closed\"", "\"starts\": false")
        .contains("\"finding\": \"STATEMENT_CORRUPT\"", "\"override\": null");
  }

  @Test
  void gateThatIsOff_isAbsent() throws Exception {
    corrupt();
    configure("off");

    assertThat(gate("check").exit()).isZero();
    assertThat(gate("check", "-o", "json").out()).contains("\"gate\": \"absent\"");
  }

  @Test
  void override_opensTheGate_saysWhoAndWhy_andCanBeEnded() throws Exception {
    corrupt();
    cli.environment("SUDO_USER", "alice");

    Result given = gate("override", "--for", "30m", "--reason", "the vendor is on the phone");
    assertThat(given.exit()).as(given.err()).isZero();
    assertThat(given.out()).contains("overridden until", "alice (sudo)", "the vendor is on the");
    assertThat(given.err()).contains("audit");

    Result check = gate("check", "-o", "json");
    assertThat(check.exit()).isZero();
    assertThat(check.out()).contains("\"gate\": \"overridden\"", "\"by\": \"alice (sudo)\"");

    assertThat(gate("end", "--reason", "mended").out())
        .contains("kms-prod on kms2: not overridden");
    assertThat(gate("check").exit()).isEqualTo(6);
    assertThat(gate("show", "-o", "json").out())
        .contains("\"in_force\": null", "the vendor is on the phone", "mended");
  }

  @Test
  void override_withoutBoundOrReason_isRefused() {
    assertThat(gate("override", "--for", "5h", "--reason", "x").exit()).isEqualTo(2);
    assertThat(gate("override", "--for", "500ms", "--reason", "x").exit()).isEqualTo(2);
    assertThat(gate("override", "--for", "30m").exit()).isEqualTo(2);
    assertThat(gate("override", "--reason", "x").exit()).isEqualTo(2);
    assertThat(gate("override", "--for", "30m", "--reason", " ").exit()).isEqualTo(2);
    assertThat(gate("show").out()).contains("not overridden").doesNotContain("GIVEN");
  }

  /** The configuration is what broke tonight: the way past the gate must not go through it. */
  @Test
  void override_whereTheConfigurationCannotBeRead_wantsTheServiceNamed() throws Exception {
    Files.writeString(
        folder.resolve("agent.yaml"),
        "state_directory: " + folder + "/state\nno_such_setting: 1\n");

    Result unnamed = gate("override", "--for", "30m", "--reason", "x");
    assertThat(unnamed.exit()).isEqualTo(2);
    assertThat(unnamed.err()).contains("--service");
    assertThat(gate("override", "--for", "30m", "--reason", "x", "--service", "kms-prod").exit())
        .isZero();
    assertThat(gate("check", "--service", "kms-prod").exit()).isZero();
  }
}
