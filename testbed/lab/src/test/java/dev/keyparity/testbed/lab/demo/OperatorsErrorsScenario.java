package dev.keyparity.testbed.lab.demo;

import static dev.keyparity.testbed.lab.estate.OneKeyHosts.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.daemon.identity.MiniCa;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.testbed.lab.estate.Estate;
import dev.keyparity.testbed.lab.estate.OneKeyHosts;
import dev.keyparity.testbed.lab.estate.Operator;
import dev.keyparity.testbed.lab.estate.Server;
import dev.keyparity.testbed.lab.process.Command;
import dev.keyparity.testbed.lab.process.JavaLauncher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What operators get to see when something is wrong, on real processes: the exit code that scripts
 * rely on, a sentence that names the thing, and what to do. Each test leaves the estate as it was.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorsErrorsScenario {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private OneKeyHosts scene;
  private Operator operator;
  private Estate estate;

  @BeforeAll
  void install(@TempDir Path temp) throws IOException {
    scene = OneKeyHosts.start(temp.resolve("work"), 2);
    operator = scene.operator();
    estate = scene.estate();
  }

  @AfterAll
  void end() {
    if (scene != null) {
      scene.close();
    }
  }

  /** The exit code, and every word of the message or of what to do. */
  private static void assertTold(Command.Result result, int exit, String... words) {
    String told = result.out() + result.err();
    assertThat(result.exit()).as(told).isEqualTo(exit);
    assertThat(List.of(words)).allMatch(told.replaceAll("\\s+", " ")::contains, told);
  }

  @Test
  void noSuchService() {
    assertTold(operator.type("status", "kms-none"), 2, "kms-none", "keyparity service list");
  }

  @Test
  void agentDown() {
    Server agent = estate.agent("kms2");
    agent.process().kill();
    try {
      scene.awaitSilence("kms2");
      assertTold(
          operator.type("plan", SERVICE, "--reference", "kms1"),
          4,
          "agent of kms2",
          "start keyparity-agent");
    } finally {
      scene.startAgain("kms2");
    }
  }

  @Test
  void wrongCertificateRole() {
    Operator asAgent = operator.with(scene.place().directory("agents", "kms1", "tls"));

    assertTold(asAgent.type("status"), 3, "role", "keyparity pki issue operator");
  }

  @Test
  void expiredCertificate() {
    Clock lastMonth = Clock.offset(Clock.systemUTC(), Duration.ofDays(-30));
    Path tls = scene.place().directory("expired");
    MiniCa.open(scene.place().directory("ca"), lastMonth)
        .issue(Role.OPERATOR, "alice", List.of(), DAY, tls);

    assertTold(operator.with(tls).type("status"), 3, "expired", "keyparity pki issue operator");
  }

  @Test
  void certificateOfAnotherAuthority() {
    Path tls = scene.place().directory("stranger");
    MiniCa.init(scene.place().directory("other-ca"), "demo.keyparity", DAY, Clock.systemUTC())
        .issue(Role.OPERATOR, "alice", List.of(), DAY, tls);

    assertTold(operator.with(tls).type("status"), 3, "CA");
  }

  @Test
  void unknownConfigurationKey() throws IOException {
    for (Server server : List.of(estate.agent("kms1"), estate.coordinator("coord1"))) {
      Path config = copyOfConfig(server, "colour: red\n");

      assertTold(run(server, config), 3, "colour", config.toString());
    }
  }

  @Test
  void portInUse() throws IOException {
    Server agent = estate.agent("kms1");
    String address = String.valueOf(estate.agentAddresses().get("kms1"));
    Path config = copyOfConfig(agent, "");
    String text =
        Files.readString(config)
            .replaceAll(
                "(?m)^state_directory: .*$",
                "state_directory: " + scene.place().directory("second-state"))
            .replaceAll("(?m)^status: .*$", "status: {listen: \"127.0.0.1:0\"}");
    Files.writeString(config, text);

    assertTold(run(agent, config), 3, address, "ss -ltnp");
  }

  /** Of a service whose key is approved. */
  private void assertUnreadableKeyDirectoryIsTold() throws IOException {
    if (System.getProperty("user.name").equals("root")) {
      scene.narrator().say("not shown: root reads what nobody may read");
      return;
    }
    Set<PosixFilePermission> before = Files.getPosixFilePermissions(scene.keys("kms2"));
    Files.setPosixFilePermissions(scene.keys("kms2"), PosixFilePermissions.fromString("---------"));
    try {
      scene.awaitVerdict("kms2", "UNREADABLE");
      assertTold(operator.type("status", SERVICE, "--check"), 6, "UNREADABLE", "kms2");
    } finally {
      Files.setPosixFilePermissions(scene.keys("kms2"), before);
    }
  }

  @Test
  void diskFull() throws IOException {
    Server agent = estate.agent("kms2");
    agent.process().kill();
    Path backups = agent.directory().resolve("state/backups");
    Files.createDirectories(backups);
    try {
      agent.startWith(fullDiskAt(backups));
      // Until the coordinator tries again to connect, it passes on that it could not.
      scene
          .narrator()
          .await(
              "waiting for kms2's agent to be asked",
              LIMIT,
              () -> !backUpKms2().out().contains("connection refused"));
      assertTold(backUpKms2(), 7, "kms2", "No space left on device", "df -h");
    } finally {
      agent.process().kill();
      scene.startAgain("kms2");
    }
  }

  private Command.Result backUpKms2() {
    return operator.run(List.of("backup", "create", SERVICE, "--host", "kms2"));
  }

  /** A mount that only this process sees, with room for a few bytes. */
  private static List<String> fullDiskAt(Path directory) {
    return List.of(
        "unshare",
        "--user",
        "--map-current-user",
        "--mount",
        "--keep-caps",
        "sh",
        "-c",
        "mount -t tmpfs -o size=4k,mode=0700 tmpfs '%s' && exec \"$@\"".formatted(directory),
        "sh");
  }

  @Test
  void zooKeeperDown() {
    scene.zooKeeper().kill();
    try {
      boolean nobodyLeads =
          scene
              .narrator()
              .await(
                  "waiting for the leader to step down",
                  LIMIT,
                  () -> scene.link().leader().isEmpty());
      assertThat(nobodyLeads).isTrue();
      assertTold(operator.type("status", SERVICE, "--timeout", "5s"), 5, "ZooKeeper");
    } finally {
      scene.zooKeeper().start(Duration.ofSeconds(60));
      estate.awaitLeader(scene.link());
      // Whoever was elected stands by until it has read what is on record.
      scene.awaitHeard("kms1");
      scene.awaitHeard("kms2");
    }
  }

  /** Each fault is made on real processes, found by the doctor, and gone once it is mended. */
  @Test
  void doctorFindsWhatIsMade() throws IOException {
    String[] made = {"agent-unreachable", "gpg-leftovers", "key-file-access", "open-acl"};
    assertThat(doctor()).contains("✓ leader", "cookie-signer").doesNotContain(made);

    Path leftover = Files.createDirectory(scene.keys("kms2").resolve("private-keys-v1.d"));
    Path access = scene.host("kms2").paths().configuration().resolve("kms-acls.xml");
    String listed = Files.readString(access);
    Set<PosixFilePermission> closed = Files.getPosixFilePermissions(scene.secring("kms2"));
    Files.setPosixFilePermissions(
        scene.secring("kms2"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(access, listed.replace("hadoop.kms.acl.GET<", "hadoop.kms.acl.OTHER<"));
    try {
      assertThat(doctor())
          .contains("gpg-leftovers", "key-file-access", "open-acl", "hadoop.kms.acl.GET:")
          .doesNotContain("agent-unreachable");
    } finally {
      Files.writeString(access, listed);
      Files.setPosixFilePermissions(scene.secring("kms2"), closed);
      Files.delete(leftover);
    }

    Server agent = estate.agent("kms2");
    agent.process().kill();
    try {
      Command.Result found = operator.run(List.of("doctor", SERVICE, "-o", "json"));
      assertThat(found.out()).contains("\"agent-unreachable\"", "\"keyparity.doctor/1\"");
      assertThat(found.exit()).isNotZero();
    } finally {
      scene.startAgain("kms2");
    }
    assertThat(doctor()).doesNotContain(made);
  }

  private String doctor() {
    String found = operator.run(List.of("doctor", SERVICE)).out();
    scene.narrator().say(found);
    return found;
  }

  /** From nothing proven to a signed key, each thing that lacks told in its turn. */
  @Test
  void whatStandsInTheWayOfARun() throws IOException {
    Command.Result unproven = operator.type("adopt", SERVICE, "--yes");
    assertTold(unproven, 7, "recovery key", "keyparity recovery-key prove");
    assertTold(operator.type("adopt", SERVICE, "--yes"), 7, "open", "keyparity run show");
    abort();
    operator.proveRecoveryKey(SERVICE);

    Operator stranger = operator.with(strangersHome());
    Command.Result mismatched = stranger.type("adopt", SERVICE, "--yes");
    assertTold(mismatched, 8, "the key of alice is not pinned", "agent.yaml");
    abort();

    assertTold(operator.type("adopt", SERVICE, "--yes"), 0);
    assertTold(operator.type("status", SERVICE, "--check"), 0);
    assertUnreadableKeyDirectoryIsTold();
  }

  /** One of two operators has signed: nothing starts, whoever asks and however. */
  @Test
  void warrantMissing() throws IOException {
    Path strict = scene.serviceFile().resolveSibling("two-approvals.yaml");
    Files.writeString(
        strict, Files.readString(scene.serviceFile()).replace("approvals: 1", "approvals: 2"));
    scene.apply(strict);
    try {
      Command.Result signed = operator.type("adopt", SERVICE, "--yes");
      assertTold(signed, 7, "1 of 2 approvals", "keyparity approve");

      Matcher plan = Pattern.compile("approve (\\S+) --start").matcher(signed.err());
      assertThat(plan.find()).as(signed.err()).isTrue();
      assertThatThrownBy(() -> scene.link().start(SERVICE, plan.group(1)))
          .hasMessageContaining("WARRANT_MISSING")
          .hasMessageContaining("signed by 1 of 2 operators");
    } finally {
      scene.apply(scene.serviceFile());
    }
  }

  private void abort() {
    operator.mustType("run", "abort", "--service", SERVICE, "--reason", "tried", "--yes");
  }

  /** Alice's certificate, and a signing key that no agent knows. */
  private Path strangersHome() {
    Path home = scene.place().directory("strangers-key");
    MiniCa.open(scene.place().directory("ca"), Clock.systemUTC())
        .issue(Role.OPERATOR, "alice", List.of(), DAY, home);
    OperatorKey.generate().writeNew(home.resolve("operator.key"));
    return home;
  }

  private static Path copyOfConfig(Server server, String more) throws IOException {
    Path original = server.config();
    Path copy = original.resolveSibling("copy.yaml");
    Files.copy(original, copy, StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(copy, Files.readString(copy) + more);
    return copy;
  }

  private static Command.Result run(Server server, Path config) {
    return Command.run(
        List.of(
            JavaLauncher.java().toString(),
            "-cp",
            System.getProperty("java.class.path"),
            server.mainClass(),
            "--config",
            config.toString()),
        Map.of(),
        LIMIT);
  }
}
