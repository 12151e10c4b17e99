package dev.keyparity.testbed.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.daemon.identity.MiniCa;
import dev.keyparity.daemon.identity.Role;
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
import dev.keyparity.testbed.lab.process.JavaLauncher;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import dev.keyparity.testbed.lab.ring.GpgRing;
import dev.keyparity.testbed.lab.zookeeper.ZooKeeperProcess;
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
class OperatorsErrorsIT {
  private static final String SERVICE = "kms-prod";
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final StartedProcesses started = new StartedProcesses();
  private final Narrator narrator = new Narrator(System.err);

  private Workplace place;
  private ZooKeeperProcess zooKeeper;
  private List<KmsHost> hosts;
  private Operator operator;
  private Estate estate;
  private AdminLink link;
  private Path serviceFile;

  @BeforeAll
  void install(@TempDir Path temp) throws IOException {
    place = Workplace.fresh(temp.resolve("work"));
    zooKeeper = ZooKeeperProcess.single(place.directory("zookeeper"), started);
    zooKeeper.start(Duration.ofSeconds(60));
    KmsService service = KmsService.ofHosts(place.directory(SERVICE), 2);
    hosts = KmsHost.createAll(service, started);
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
    serviceFile =
        new ServiceFiles(operator.home(), estate, zooKeeper.connectString()).of(SERVICE, hosts);
    apply(serviceFile);
  }

  private void apply(Path file) {
    operator.mustType("service", "apply", "-f", file.toString(), "--yes");
  }

  @AfterAll
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
      // What it reported last counts for two seconds more.
      narrator.await("waiting for a plan to be refused", LIMIT, () -> !plan().isOk());
      assertTold(plan(), 4, "agent of kms2", "start keyparity-agent");
    } finally {
      again(agent);
    }
  }

  private Command.Result plan() {
    return operator.run(List.of("plan", SERVICE, "--reference", "kms1"));
  }

  @Test
  void wrongCertificateRole() {
    Operator asAgent = operator.with(place.directory("agents", "kms1", "tls"));

    assertTold(asAgent.type("status"), 3, "role", "keyparity pki issue operator");
  }

  @Test
  void expiredCertificate() {
    Clock lastMonth = Clock.offset(Clock.systemUTC(), Duration.ofDays(-30));
    Path tls = place.directory("expired");
    MiniCa.open(place.directory("ca"), lastMonth)
        .issue(Role.OPERATOR, "alice", List.of(), DAY, tls);

    assertTold(operator.with(tls).type("status"), 3, "expired", "keyparity pki issue operator");
  }

  @Test
  void certificateOfAnotherAuthority() {
    Path tls = place.directory("stranger");
    MiniCa.init(place.directory("other-ca"), "demo.keyparity", DAY, Clock.systemUTC())
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
                "(?m)^state_directory: .*$", "state_directory: " + place.directory("second-state"))
            .replaceAll("(?m)^status: .*$", "status: {listen: \"127.0.0.1:0\"}");
    Files.writeString(config, text);

    assertTold(run(agent, config), 3, address, "ss -ltnp");
  }

  /** Of a service whose key is approved. */
  private void assertUnreadableKeyDirectoryIsTold() throws IOException {
    if (System.getProperty("user.name").equals("root")) {
      narrator.say("not shown: root reads what nobody may read");
      return;
    }
    Set<PosixFilePermission> before = Files.getPosixFilePermissions(keys("kms2"));
    Files.setPosixFilePermissions(keys("kms2"), PosixFilePermissions.fromString("---------"));
    try {
      assertThat(narrator.await("waiting for kms2 to be unreadable", LIMIT, this::isUnreadable))
          .isTrue();
      assertTold(operator.type("status", SERVICE, "--check"), 6, "UNREADABLE", "kms2");
    } finally {
      Files.setPosixFilePermissions(keys("kms2"), before);
    }
  }

  private boolean isUnreadable() {
    return operator.run(List.of("status", SERVICE)).out().contains("UNREADABLE");
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
      narrator.await(
          "waiting for kms2's agent to be asked",
          LIMIT,
          () -> !backUpKms2().out().contains("connection refused"));
      assertTold(backUpKms2(), 7, "kms2", "No space left on device", "df -h");
    } finally {
      agent.process().kill();
      again(agent);
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
    zooKeeper.kill();
    try {
      boolean nobodyLeads =
          narrator.await(
              "waiting for the leader to step down", LIMIT, () -> link.leader().isEmpty());
      assertThat(nobodyLeads).isTrue();
      assertTold(operator.type("status", SERVICE, "--timeout", "5s"), 5, "ZooKeeper");
    } finally {
      zooKeeper.start(Duration.ofSeconds(60));
      estate.awaitLeader(link);
      // Whoever was elected stands by until it has read what is on record.
      assertThat(narrator.await("waiting until it leads in fact", LIMIT, () -> plan().isOk()))
          .isTrue();
    }
  }

  /** Each fault is made on real processes, found by the doctor, and gone once it is mended. */
  @Test
  void doctorFindsWhatIsMade() throws IOException {
    String[] made = {"agent-unreachable", "gpg-leftovers", "key-file-access", "open-acl"};
    assertThat(doctor()).contains("✓ leader", "cookie-signer").doesNotContain(made);

    Path leftover = Files.createDirectory(keys("kms2").resolve("private-keys-v1.d"));
    Path access = hosts.get(1).paths().configuration().resolve("kms-acls.xml");
    String listed = Files.readString(access);
    Set<PosixFilePermission> closed = Files.getPosixFilePermissions(secring("kms2"));
    Files.setPosixFilePermissions(secring("kms2"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(access, listed.replace("hadoop.kms.acl.GET<", "hadoop.kms.acl.OTHER<"));
    try {
      assertThat(doctor())
          .contains("gpg-leftovers", "key-file-access", "open-acl", "hadoop.kms.acl.GET:")
          .doesNotContain("agent-unreachable");
    } finally {
      Files.writeString(access, listed);
      Files.setPosixFilePermissions(secring("kms2"), closed);
      Files.delete(leftover);
    }

    Server agent = estate.agent("kms2");
    agent.process().kill();
    try {
      Command.Result found = operator.run(List.of("doctor", SERVICE, "-o", "json"));
      assertThat(found.out()).contains("\"agent-unreachable\"", "\"keyparity.doctor/1\"");
      assertThat(found.exit()).isNotZero();
    } finally {
      again(agent);
    }
    assertThat(doctor()).doesNotContain(made);
  }

  private String doctor() {
    String found = operator.run(List.of("doctor", SERVICE)).out();
    narrator.say(found);
    return found;
  }

  private Path secring(String host) {
    return keys(host).resolve("secring.gpg");
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
    Path strict = serviceFile.resolveSibling("two-approvals.yaml");
    Files.writeString(
        strict, Files.readString(serviceFile).replace("approvals: 1", "approvals: 2"));
    apply(strict);
    try {
      Command.Result signed = operator.type("adopt", SERVICE, "--yes");
      assertTold(signed, 7, "1 of 2 approvals", "keyparity approve");

      Matcher plan = Pattern.compile("approve (\\S+) --start").matcher(signed.err());
      assertThat(plan.find()).as(signed.err()).isTrue();
      assertThatThrownBy(() -> link.start(SERVICE, plan.group(1)))
          .hasMessageContaining("WARRANT_MISSING")
          .hasMessageContaining("signed by 1 of 2 operators");
    } finally {
      apply(serviceFile);
    }
  }

  private void abort() {
    operator.mustType("run", "abort", "--service", SERVICE, "--reason", "tried", "--yes");
  }

  /** Alice's certificate, and a signing key that no agent knows. */
  private Path strangersHome() {
    Path home = place.directory("strangers-key");
    MiniCa.open(place.directory("ca"), Clock.systemUTC())
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

  /** Only when its silence is noticed does being heard mean anything. */
  private void again(Server server) {
    narrator.await("waiting until its silence is noticed", LIMIT, () -> !plan().isOk());
    server.start();
    assertThat(narrator.await("waiting for " + server.name(), LIMIT, server::isReady)).isTrue();
    assertThat(narrator.await("waiting until it is heard", LIMIT, () -> plan().isOk())).isTrue();
  }
}
