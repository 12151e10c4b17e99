package dev.keyparity.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.identity.MiniCa;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.warrant.OperatorKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What agent.yaml says, and what is said about a wrong one: all of it, at once. */
class AgentConfigFileTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static String whole() {
    return """
        group: prod
        name: kms2
        listen: "127.0.0.1:17417"
        tls: {cert: /t/tls.crt, key: /t/tls.key, ca: /t/ca.crt}
        state_directory: /s
        status: {listen: "127.0.0.1:17420"}
        effects: refuse
        operators:
          - {name: alice, public_key: "%s", services: ["*"], verbs: [install, stop]}
        approvals: 1
        recovery_keys: [/r.asc]
        services:
          - name: kms-prod
            profile: keytrustee-kms
            key_directory: /k
            config_directory: /c
            owner: kms
            group: kms
            kms_url: "http://kms2:9600/kms"
            control:
              kind: command
              start: [/ctl, start]
              stop: [/ctl, stop]
              status: [/ctl, status]
              start_deadline: 90s
              stop_deadline: 30s
        dependants:
          - {name: hdfs, argv: [/restart, hdfs], deadline: 5m}
        clients: {core_site: /etc/hadoop/core-site.xml}
        """
        .formatted(OperatorKey.generate().publicKey().text());
  }

  private int run(String yaml, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("agent.yaml"), yaml);
    List<String> args = new java.util.ArrayList<>(List.of("--config", file.toString()));
    args.addAll(List.of(more));
    return AgentMain.run(
        args,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void wholeFile_isReadAsWritten() throws IOException {
    AgentConfig config =
        AgentConfigFile.read(Files.writeString(folder.resolve("agent.yaml"), whole()));

    assertThat(config.name()).isEqualTo("kms2");
    assertThat(config.refusesEffects()).isTrue();
    assertThat(config.listen().port()).isEqualTo(17417);
    assertThat(config.operators().get(0).verbs()).hasSize(2);
    AgentConfig.Service service = config.services().get(0);
    assertThat(service.settingsDirectory()).isEqualTo(Path.of("/c"));
    assertThat(service.control().start()).containsExactly("/ctl", "start");
    assertThat(service.control().stopDeadline()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.dependants().get(0).deadline()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.clients().coreSite()).isEqualTo(Path.of("/etc/hadoop/core-site.xml"));
  }

  /** The whole file with TLS files that are there. */
  private String withFiles(Role role, String name) {
    MiniCa.init(folder.resolve("ca"), "example.test", Duration.ofDays(3), Clock.systemUTC())
        .issue(role, name, List.of(), Duration.ofDays(1), folder.resolve("tls"));
    return whole().replace("/t/", folder.resolve("tls") + "/");
  }

  @Test
  void checkConfig_saysThatItIsGood() throws IOException {
    assertThat(run(withFiles(Role.AGENT, "kms2"), "--check-config"))
        .isEqualTo(ExitMeaning.OK.status());
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("good, 1 service; certificate until ");
  }

  @Test
  void checkConfig_tlsFileMissing_isNamed_withTheCommandThatMakesIt() throws IOException {
    String yaml = withFiles(Role.AGENT, "kms2");
    Files.delete(folder.resolve("tls/tls.crt"));

    assertThat(run(yaml, "--check-config")).isEqualTo(ExitMeaning.CONFIGURATION.status());

    assertThat(said())
        .contains(folder.resolve("tls/tls.crt") + ": no such file", "keyparity pki issue");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void checkConfig_keyOfAnotherCertificate_isRefused() throws IOException {
    String yaml = withFiles(Role.AGENT, "kms2");
    MiniCa.open(folder.resolve("ca"), Clock.systemUTC())
        .issue(Role.AGENT, "kms2", List.of(), Duration.ofDays(1), folder.resolve("other"));
    Files.copy(
        folder.resolve("other/tls.crt"),
        folder.resolve("tls/tls.crt"),
        StandardCopyOption.REPLACE_EXISTING);

    assertThat(run(yaml, "--check-config")).isEqualTo(ExitMeaning.CONFIGURATION.status());
    assertThat(said()).contains("not the key of " + folder.resolve("tls/tls.crt"));
  }

  @Test
  void checkConfig_certificateOfAnother_isRefused() throws IOException {
    assertThat(run(withFiles(Role.COORDINATOR, "kms2"), "--check-config"))
        .isEqualTo(ExitMeaning.CONFIGURATION.status());
    assertThat(said()).contains("(expected: agent kms2)", "keyparity pki issue agent kms2");
  }

  @Test
  void everyProblem_isToldAtOnce() throws IOException {
    String wrong =
        whole()
            .replace("effects: refuse", "effects: maybe")
            .replace("status: [/ctl, status]", "")
            .replace("profile: keytrustee-kms", "profile: other")
            .replace("approvals: 1", "approvals: 1\ncolour: red");

    assertThat(run(wrong, "--check-config")).isEqualTo(ExitMeaning.CONFIGURATION.status());

    assertThat(said()).contains("effects").contains("profile").contains("colour");
  }

  @Test
  void whatDoesNotFitTogether_isTold() throws IOException {
    assertThat(run(whole().replace("status: [/ctl, status]", ""), "--check-config")).isEqualTo(3);
    assertThat(said()).contains("control.status");
    assertThat(run(whole().replace("kind: command", "kind: systemd"), "--check-config"))
        .isEqualTo(3);
    assertThat(said()).contains("control.unit");
    assertThat(run(whole().replace("approvals: 1", "approvals: 2"), "--check-config")).isEqualTo(3);
    assertThat(said()).contains("approvals");
  }

  @Test
  void help_isAResult() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream results = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream talk = new PrintStream(err, true, StandardCharsets.UTF_8);

    assertThat(AgentMain.run(List.of("--help"), results, talk)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("usage: keyparity-agent");
    assertThat(said()).isEmpty();
  }

  @Test
  void missingFile_andUnknownArgument_areUsageErrors() {
    PrintStream to = new PrintStream(err, true, StandardCharsets.UTF_8);

    assertThat(AgentMain.run(List.of("--config", folder + "/none.yaml"), to, to)).isEqualTo(3);
    assertThat(AgentMain.run(List.of("--verbose"), to, to)).isEqualTo(2);
    assertThat(AgentMain.run(List.of("--version"), to, to)).isZero();
    assertThat(said()).contains("no such file", "usage:", "keyparity-agent ");
  }

  @Test
  void reference_namesEverySetting() {
    assertThat(AgentConfigFile.SCHEMA.toMarkdown())
        .contains(
            "`services[].control.start_deadline`", "`clients.hdfs_site`", "`operators[].verbs`");
  }
}
