package dev.keyparity.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  enum Mode {
    STANDALONE,
    CLOUDERA_MANAGER
  }

  private static final Setting<String> SERVICE =
      Setting.string("service").required().doc("The service's name.");
  private static final Setting<Integer> PORT =
      Setting.port("listen.port").orElse(7417).doc("Port to listen on.");
  private static final Setting<HostPort> PEER =
      Setting.hostPort("listen.peer").doc("Another process.");
  private static final Setting<Duration> TIMEOUT =
      Setting.duration("step_timeout")
          .orElse(Duration.ofSeconds(90))
          .retired("stepTimeout")
          .doc("How long a step may take.");
  private static final Setting<Mode> MODE =
      Setting.oneOf("mode", Mode.class).orElse(Mode.STANDALONE).doc("Who owns the processes.");
  private static final Setting<Boolean> DRY =
      Setting.bool("dry").orElse(false).doc("Whether nothing is done.");
  private static final Setting<Path> STATE = Setting.path("state").doc("Where state lies.");
  private static final Setting<String> PASSWORD =
      Setting.string("password").secret().doc("The password.");
  private static final Setting<Integer> LIMIT =
      Setting.integer("limit", 1, 100).secret().orElse(5).doc("A secret number.");
  private static final Setting<List<String>> STEPS =
      Setting.listOf("steps", SettingType.STRING).orElse(List.of()).doc("Steps to hold before.");

  private static final Setting<String> HOST_NAME =
      Setting.string("name").required().doc("The host's name.");
  private static final Setting<HostPort> HOST_AGENT =
      Setting.hostPort("agent").required().doc("Its agent.");
  private static final Setting<String> HOST_PIN = Setting.string("pin").secret().doc("Its pin.");
  private static final Schema HOST = Schema.of("host", HOST_NAME, HOST_AGENT, HOST_PIN);
  private static final Setting<List<ConfigValues>> HOSTS =
      Setting.sections("hosts", HOST).required().doc("The hosts.");

  private static final Setting<String> CM_URL =
      Setting.string("url").required().doc("Where it answers.");
  private static final Setting<ConfigValues> CM =
      Setting.section("cloudera_manager", Schema.of("cloudera manager", CM_URL))
          .doc("Cloudera Manager.");

  private static final Schema SCHEMA =
      Schema.of(
          "service", SERVICE, PORT, PEER, TIMEOUT, MODE, DRY, STATE, PASSWORD, LIMIT, STEPS, HOSTS,
          CM);

  private static final String HOSTS_YAML = "hosts:\n- name: kms1\n  agent: kms1:7417\n";
  private static final String LEAST = "service: kms-prod\n" + HOSTS_YAML;

  @TempDir Path directory;

  private static ConfigValues parse(String yaml) {
    return parse(yaml, values -> values);
  }

  private static <T> T parse(String yaml, Function<ConfigValues, T> mapper) {
    return ConfigFile.parse("kms.yaml", yaml.getBytes(StandardCharsets.UTF_8), SCHEMA, mapper);
  }

  private static List<String> problems(String yaml) {
    KeyparityException refusal = catchThrowableOfType(KeyparityException.class, () -> parse(yaml));
    assertThat(refusal).as("refusal").isNotNull();
    return refusal.operatorMessage().lines().toList();
  }

  @Test
  void leastFile_hasTheDefaults() {
    ConfigValues values = parse(LEAST);

    assertThat(values.get(SERVICE)).isEqualTo("kms-prod");
    assertThat(values.get(PORT)).isEqualTo(7417);
    assertThat(values.get(TIMEOUT)).isEqualTo(Duration.ofSeconds(90));
    assertThat(values.get(MODE)).isEqualTo(Mode.STANDALONE);
    assertThat(values.get(DRY)).isFalse();
    assertThat(values.get(STEPS)).isEmpty();
    assertThat(values.find(PEER)).isEmpty();
    assertThat(values.find(STATE)).isEmpty();
    assertThat(values.find(CM)).isEmpty();
  }

  @Test
  void fullFile_isReadInEveryType() {
    ConfigValues values =
        parse(
            """
            # a comment
            service: "kms-prod"
            listen: {port: 0, peer: "[fd00::1]:7418"}
            step_timeout: 5m
            mode: cloudera-manager
            dry: true
            state: /var/lib/keyparity/../keyparity
            password: hunter2
            limit: 7
            steps: [backup, restart-kms]
            hosts:
              - name: kms1
                agent: kms1.example.com:7417
              - {name: 7, agent: 10.0.0.2:7417, pin: 1234}
            cloudera_manager:
              url: https://cm:7183
            """);

    assertThat(values.get(PORT)).isZero();
    assertThat(values.find(PEER)).contains(new HostPort("[fd00::1]", 7418));
    assertThat(values.get(TIMEOUT)).isEqualTo(Duration.ofMinutes(5));
    assertThat(values.get(MODE)).isEqualTo(Mode.CLOUDERA_MANAGER);
    assertThat(values.get(DRY)).isTrue();
    assertThat(values.find(STATE)).contains(Path.of("/var/lib/keyparity"));
    assertThat(values.get(STEPS)).containsExactly("backup", "restart-kms");
    assertThat(values.get(HOSTS)).hasSize(2);
    assertThat(values.get(HOSTS).get(1).get(HOST_NAME)).isEqualTo("7");
    assertThat(values.get(HOSTS).get(1).get(HOST_AGENT)).hasToString("10.0.0.2:7417");
    assertThat(values.find(CM).orElseThrow().get(CM_URL)).isEqualTo("https://cm:7183");
  }

  @Test
  void notYaml_isSaidWithoutTheParsersClasses() {
    assertThat(problems("{a: b}: c\n? [x\n")).isNotEmpty().noneMatch(it -> it.contains("org.yaml"));
    assertThat(problems("service: [\n{a: {b: c}}: d\n"))
        .isNotEmpty()
        .noneMatch(it -> it.contains("org.yaml"));
  }

  @Test
  void json_isYaml() {
    assertThat(
            parse("{\"service\": \"s\", \"hosts\": [{\"name\": \"a\", \"agent\": \"a:1\"}]}")
                .get(SERVICE))
        .isEqualTo("s");
  }

  @Test
  void everyProblem_isReportedAtOnceWithItsLine() {
    assertThat(
            problems(
                """
                listen:
                  port: 99999
                  peer: nowhere
                step_timeout: -5s
                mode: both
                dry: perhaps
                state: var/lib
                limit: 1000
                steps: [backup, {}]
                colour: green
                hosts:
                  - name: kms1
                    agent: kms1
                    extra: x
                  - agent: kms2:7417
                  - kms3
                cloudera_manager: {}
                """))
        .containsExactly(
            "kms.yaml:1: service: missing (expected: a non-empty text)",
            "kms.yaml:2: listen.port: 99999 (expected: a whole number from 0 to 65535)",
            "kms.yaml:3: listen.peer: nowhere (expected: host:port as in kms1.example.com:7417)",
            "kms.yaml:4: step_timeout: -5s (expected: a duration as in 500ms, 5s, 10m, 2h or 90d)",
            "kms.yaml:5: mode: both (expected: one of standalone|cloudera-manager)",
            "kms.yaml:6: dry: perhaps (expected: true or false)",
            "kms.yaml:7: state: var/lib (expected: an absolute path)",
            "kms.yaml:8: limit: (redacted) (expected: a whole number from 1 to 100)",
            "kms.yaml:9: steps: {} (expected: item 1: a non-empty text)",
            "kms.yaml:10: colour: unknown setting (expected: one of cloudera_manager, dry, hosts,"
                + " limit, listen.peer, listen.port, mode, password, service, state, step_timeout,"
                + " steps)",
            "kms.yaml:13: hosts[0].agent: kms1 (expected: host:port as in kms1.example.com:7417)",
            "kms.yaml:14: hosts[0].extra: unknown setting (expected: one of agent, name, pin)",
            "kms.yaml:15: hosts[1].name: missing (expected: a non-empty text)",
            "kms.yaml:16: hosts[2]: not a map (expected: settings as key: value)",
            "kms.yaml:17: cloudera_manager.url: missing (expected: a non-empty text)");
  }

  @Test
  void unknownKeysAlone_haveTheirOwnCode() {
    KeyparityException unknown =
        catchThrowableOfType(KeyparityException.class, () -> parse(LEAST + "listen:\n  prot: 1\n"));
    KeyparityException mixed =
        catchThrowableOfType(KeyparityException.class, () -> parse("colour: green"));

    assertThat(unknown.code()).isEqualTo(ErrorCode.CONFIG_UNKNOWN_KEY);
    assertThat(unknown.operatorMessage())
        .startsWith("kms.yaml:6: listen.prot: unknown setting (expected: one of");
    assertThat(mixed.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
  }

  @Test
  void retiredName_isToldItsNewOne() {
    assertThat(problems(LEAST + "stepTimeout: 5s"))
        .containsExactly(
            "kms.yaml:5: stepTimeout: retired name (expected: its new name step_timeout)");
  }

  @Test
  void secrets_areInNoMessageAndNoListing() {
    String yaml = LEAST + "password: [hunter2]\nlimit: hunter2\npasswort: hunter2\n";
    ConfigValues values =
        parse(LEAST.replace("7417", "7417\n  pin: hunter2") + "password: hunter2\nlimit: 42\n");

    assertThat(problems(yaml)).hasSize(3).noneMatch(line -> line.contains("hunter2"));
    assertThat(values.shown().toString()).doesNotContain("hunter2", "42");
    assertThat(values.shown())
        .containsEntry("password", "(redacted)")
        .containsEntry("hosts[0].pin", "(redacted)")
        .containsEntry("hosts[0].agent", "kms1:7417")
        .containsEntry("step_timeout", "90s")
        .containsEntry("mode", "standalone")
        .containsEntry("steps", "[]");
    assertThat(values.toString()).doesNotContain("hunter2");
  }

  @Test
  void emptyValue_countsAsAbsent() {
    assertThat(parse(LEAST + "listen:\nmode:\nsteps:\n").get(PORT)).isEqualTo(7417);
    assertThat(problems("service:\n" + HOSTS_YAML))
        .containsExactly("kms.yaml:1: service: missing (expected: a non-empty text)");
  }

  @Test
  void requiredList_mustHaveAnItem() {
    assertThat(problems("service: s\nhosts: []\n"))
        .containsExactly("kms.yaml:2: hosts: empty (expected: at least one item)");
    assertThat(problems("service: s\nhosts: kms1\n"))
        .containsExactly("kms.yaml:2: hosts: not a list (expected: a list of maps)");
    assertThat(problems("service: s\n"))
        .containsExactly("kms.yaml:1: hosts: missing (expected: a list of maps)");
  }

  @Test
  void sameKeyTwice_isRefused() {
    assertThat(problems("service: a\nservice: b\n" + HOSTS_YAML))
        .singleElement()
        .asString()
        .startsWith("kms.yaml:2: file: Duplicate field 'service'");
  }

  @Test
  void dottedAndNested_forTheSameKey_isTheSameSetting() {
    assertThat(parse(LEAST + "listen.port: 7500\n").get(PORT)).isEqualTo(7500);
    assertThat(problems(LEAST + "listen.port: 7500\nlisten:\n  port: 7501\n"))
        .containsExactly(
            "kms.yaml:7: listen.port: given twice (expected: once, nested or with a dot)");
  }

  @Test
  void numbersAreWhatTheFileShows() {
    assertThat(problems(LEAST + "listen: {port: 0x1ff}"))
        .singleElement()
        .asString()
        .startsWith("kms.yaml:5: listen.port: 0x1ff (expected:");
    assertThat(problems(LEAST + "listen: {port: 010}")).singleElement().asString().contains("010");
    assertThat(problems(LEAST + "listen: {port: 7_417}"))
        .singleElement()
        .asString()
        .contains("7_417");
    assertThat(problems(LEAST + "listen: {port: '7417'}")).hasSize(1);
    assertThat(problems(LEAST + "listen: {port: 7417.0}")).hasSize(1);
    assertThat(problems(LEAST + "listen: {port: 99999999999999999999}")).hasSize(1);
  }

  @Test
  void wordsAreWhatTheFileShows() {
    assertThat(parse(LEAST.replace("kms-prod", "yes")).get(SERVICE)).isEqualTo("yes");
    assertThat(parse(LEAST.replace("kms-prod", "12:30")).get(SERVICE)).isEqualTo("12:30");
    assertThat(problems(LEAST + "dry: yes")).hasSize(1);
    assertThat(problems("service: &a x\n" + HOSTS_YAML + "password: *a\n"))
        .containsExactly(
            "kms.yaml: file: alias *a on line 5"
                + " (expected: plain YAML without aliases, in UTF-8)");
  }

  @Test
  void notYamlOrNotAMap_isOneProblem() {
    assertThat(problems("service: [")).singleElement().asString().startsWith("kms.yaml:");
    assertThat(problems("just text"))
        .containsExactly("kms.yaml:1: file: not a map (expected: settings as key: value)");
    assertThat(problems(LEAST + "---\nservice: b\n"))
        .singleElement()
        .asString()
        .contains("a second document");
    assertThat(problems("a: ".repeat(50) + "1")).hasSize(1);
    assertThat(problems("[".repeat(5000))).hasSize(1);
  }

  @Test
  void emptyFile_lacksWhatIsRequired() {
    assertThat(problems("")).hasSize(2).allMatch(line -> line.contains("missing"));
    assertThat(problems("# nothing\n")).hasSize(2);
  }

  @Test
  void mapper_mayRejectWhatDoesNotFitTogether() {
    KeyparityException refusal =
        catchThrowableOfType(
            KeyparityException.class,
            () ->
                parse(
                    LEAST + "mode: cloudera-manager\npassword: hunter2\n",
                    values -> {
                      values.reject(CM, "given, for mode cloudera-manager");
                      values.reject(MODE, "standalone");
                      values.reject(PASSWORD, "longer");
                      values.get(HOSTS).get(0).reject(HOST_NAME, "a name with a dot");
                      return values;
                    }));

    assertThat(refusal.operatorMessage().lines())
        .containsExactly(
            "kms.yaml: cloudera_manager: missing (expected: given, for mode cloudera-manager)",
            "kms.yaml:3: hosts[0].name: kms1 (expected: a name with a dot)",
            "kms.yaml:5: mode: cloudera-manager (expected: standalone)",
            "kms.yaml:6: password: (redacted) (expected: longer)");
  }

  @Test
  void missingFile_isUnreadable() {
    KeyparityException refusal =
        catchThrowableOfType(
            KeyparityException.class,
            () -> ConfigFile.read(directory.resolve("no.yaml"), SCHEMA, values -> values));

    assertThat(refusal.code()).isEqualTo(ErrorCode.UNREADABLE);
    assertThat(refusal.operatorMessage())
        .isEqualTo("service configuration " + directory.resolve("no.yaml") + ": no such file");
  }

  @Test
  void optionalSetting_readAsIfItWereThere_isAFaultOfTheCaller() {
    ConfigValues values = parse(LEAST);

    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> values.get(STATE));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> values.get(HOST_NAME))
        .withMessageContaining("not in service");
  }
}
