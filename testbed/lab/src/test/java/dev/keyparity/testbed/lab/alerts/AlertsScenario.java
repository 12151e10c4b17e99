package dev.keyparity.testbed.lab.alerts;

import static dev.keyparity.testbed.lab.estate.OneKeyHosts.SERVICE;
import static dev.keyparity.testbed.lab.estate.OneKeyHosts.copyKeys;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.daemon.identity.MiniCa;
import dev.keyparity.daemon.identity.Role;
import dev.keyparity.testbed.lab.TestTimeouts;
import dev.keyparity.testbed.lab.estate.Estate;
import dev.keyparity.testbed.lab.estate.OneKeyHosts;
import dev.keyparity.testbed.lab.estate.Operator;
import dev.keyparity.testbed.lab.estate.Server;
import dev.keyparity.testbed.lab.estate.Workplace;
import dev.keyparity.testbed.lab.process.Command;
import dev.keyparity.testbed.lab.process.Wait;
import dev.keyparity.testbed.lab.ring.GpgRing;
import dev.keyparity.testbed.lab.zookeeper.ZooKeeperProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every alert that is shipped fires for the fault that it is there for, on real processes, and ends
 * when the fault does: from the metric through Prometheus and Alertmanager to whoever is paged.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertsScenario {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Map<String, String> OF_SERVICE = Map.of("service", SERVICE);
  private static final Map<String, String> ON_KMS2 = Map.of("service", SERVICE, "host", "kms2");

  private final List<String> rows = new ArrayList<>();

  private OneKeyHosts scene;
  private Workplace place;
  private Operator operator;
  private Estate estate;
  private ShippedRules rules;
  private Pager pager;

  @BeforeAll
  void install(@TempDir Path temp) throws IOException {
    rules = ShippedRules.read();
    pager = Pager.open();
    scene = OneKeyHosts.start(temp.resolve("work"), 2);
    place = scene.place();
    operator = scene.operator();
    estate = scene.estate();
    Path monitoring = place.directory("monitoring");
    Path shortened = Workplace.write(monitoring.resolve("alerts.yaml"), rules.shortened().text());
    Monitoring.start(monitoring, shortened, estate.servers(), pager, scene.started());
  }

  @AfterAll
  void end() {
    if (scene != null) {
      scene.close();
    }
    pager.close();
  }

  /** In one story: each fault stands on what the one before it left in order. */
  @Test
  void everyAlert_firesForItsFault_andEndsWithIt() throws IOException {
    paged("KeyparityRecoveryKeyUnproven", OF_SERVICE, "no recovery key was proven", () -> {});
    ends("KeyparityRecoveryKeyUnproven", () -> operator.proveRecoveryKey(SERVICE));

    runs();
    keys();
    surroundings();
    hostThatIsSilent();
    backups();
    gate();
    enforcement();
    leaders();
    certificatesAndVersions();
    auditLogThatTakesNothing();
    hostPutBack();

    Files.writeString(Path.of("target/alerts.txt"), String.join("\n", rows) + "\n");
    scene.narrator().say(String.join("\n", rows));
    assertThat(pager.ever()).as("alerts that fired").containsAll(rules.alerts());
    assertThat(pager.unclear()).as("pages without words").isEmpty();
  }

  private void runs() {
    paged(
        "KeyparityRunOverdue",
        OF_SERVICE,
        "a run is held before a step, and nobody lets it go on",
        () ->
            operator.type(
                "enable", SERVICE, "--reference", "kms1", "--hold-before", "restart-kms", "--yes"));
    ends(
        "KeyparityRunOverdue",
        () -> operator.mustType("run", "resume", "--service", SERVICE, "--yes"));
  }

  private void keys() throws IOException {
    Path rogue = place.directory("rogue");
    GpgRing.make(rogue, "keytrustee (client) rogue", 2048);
    Path approved = place.directory("approved");
    copyKeys(scene.keys("kms1"), approved);
    paged(
        "KeyparityKeyDrift",
        ON_KMS2,
        "another key is copied over that of kms2",
        () -> copyKeys(rogue, scene.keys("kms2")));
    paged(
        "KeyparityNoGoodHost",
        OF_SERVICE,
        "and over that of kms1, the last good one",
        () -> copyKeys(rogue, scene.keys("kms1")));
    ends("KeyparityNoGoodHost", () -> copyKeys(approved, scene.keys("kms1")));
    paged(
        "KeyparityDecryptMatrixIncomplete",
        OF_SERVICE,
        "the KMS of kms2 is restarted with the wrong key",
        () -> {
          scene.host("kms2").kill();
          scene.host("kms2").start(TestTimeouts.START);
          operator.type("validate", SERVICE);
        });
    paged(
        "KeyparityRunBlocked",
        OF_SERVICE,
        "a run finds different keys and waits for an operator",
        () -> operator.type("enable", SERVICE, "--reference", "kms1", "--yes"));
    ends(
        "KeyparityRunBlocked",
        () -> operator.mustType("run", "abort", "--service", SERVICE, "--reason", "seen", "--yes"));
    ends("KeyparityKeyDrift", () -> operator.mustType("repair", SERVICE, "kms2", "--yes"));
    ends("KeyparityDecryptMatrixIncomplete", () -> {});
  }

  private void surroundings() throws IOException {
    Path publicRing = scene.keys("kms2").resolve(GpgRing.PUBLIC_RING);
    paged(
        "KeyparityWarningDrift",
        ON_KMS2,
        "everybody may read the public ring of kms2",
        () -> mode(publicRing, "rw-r--r--"));
    ends("KeyparityWarningDrift", () -> mode(publicRing, "rw-------"));
    try (Restless writer = new Restless(scene.keys("kms2").resolve(GpgRing.SECRET_RING))) {
      paged(
          "KeyparityNotProven",
          ON_KMS2,
          "the key file of kms2 does not come to rest",
          writer::begin);
    }
    ends("KeyparityNotProven", () -> {});
  }

  private void hostThatIsSilent() {
    paged(
        "KeyparityHostUnknown",
        ON_KMS2,
        "the agent of kms2 is killed",
        () -> estate.agent("kms2").process().kill());
    paged(
        "KeyparityBackupSingleCopy",
        Map.of("service", SERVICE, "host", "kms1"),
        "a backup of kms1 is made while no other host can keep a copy",
        () -> operator.type("backup", "create", SERVICE, "--host", "kms1"));
    ends("KeyparityHostUnknown", () -> estate.agent("kms2").start());
    ends(
        "KeyparityBackupSingleCopy",
        () -> operator.mustType("backup", "create", SERVICE, "--host", "kms1"));
  }

  private void backups() {
    paged("KeyparityBackupStale", OF_SERVICE, "no backup is made for long", () -> {});
    ends("KeyparityBackupStale", () -> operator.mustType("backup", "create", SERVICE));
    paged(
        "KeyparityBackupUnverified",
        ON_KMS2,
        "a bit of the newest backup of kms2 flips on its disk",
        () -> {
          flip(newestBackup(estate.agent("kms2").directory().resolve("state/backups")));
          operator.type("backup", "verify", SERVICE, "kms2");
        });
    ends(
        "KeyparityBackupUnverified",
        () -> operator.mustType("backup", "create", SERVICE, "--host", "kms2"));
  }

  private void gate() {
    String config = estate.agent("kms2").config().toString();
    paged(
        "KeyparityGateOverridden",
        ON_KMS2,
        "somebody on kms2 lets its KMS start whatever the gate says",
        () -> onHost("override", config, "--for", "10m", "--reason", "vendor case 4711"));
    ends("KeyparityGateOverridden", () -> onHost("end", config, "--reason", "over"));
  }

  private void enforcement() {
    paged(
        "KeyparityEnforcementPaused",
        OF_SERVICE,
        "an operator pauses enforcement, and forgets it",
        () ->
            operator.mustType(
                "enforcement", "pause", SERVICE, "--reason", "storage work, CHG-4711"));
    ends(
        "KeyparityEnforcementPaused",
        () -> operator.mustType("enforcement", "resume", SERVICE, "--reason", "over"));
  }

  private void leaders() throws IOException {
    paged(
        "KeyparityZooKeeperDown", Map.of(), "ZooKeeper is killed", () -> scene.zooKeeper().kill());
    paged("KeyparityNoLeader", Map.of(), "so nobody leads", () -> {});
    ends("KeyparityNoLeader", () -> scene.zooKeeper().start(TestTimeouts.START));
    ends("KeyparityZooKeeperDown", () -> {});

    ZooKeeperProcess other =
        ZooKeeperProcess.single(place.directory("zookeeper-2"), scene.started());
    other.start(TestTimeouts.START);
    Server coord2 = estate.coordinator("coord2");
    paged(
        "KeyparityMultipleLeaders",
        Map.of(),
        "coord2 is configured for another ZooKeeper",
        () -> reconfigured(coord2, scene.zooKeeper().connectString(), other.connectString()));
    ends(
        "KeyparityMultipleLeaders",
        () -> reconfigured(coord2, other.connectString(), scene.zooKeeper().connectString()));
  }

  private void certificatesAndVersions() throws IOException {
    Server coord2 = estate.coordinator("coord2");
    String tls = place.directory("coordinators", "coord2", "tls").toString();
    Path brief = place.directory("coordinators", "coord2", "tls-brief");
    MiniCa.open(place.directory("ca"), Clock.systemUTC())
        .issue(Role.COORDINATOR, "coord2", List.of("127.0.0.1"), DAY, brief);
    paged(
        "KeyparityCertificateExpiring",
        Map.of(),
        "the certificate of coord2 is good for a day",
        () -> reconfigured(coord2, tls + "/", brief + "/"));
    ends("KeyparityCertificateExpiring", () -> reconfigured(coord2, brief + "/", tls + "/"));

    Path older = place.directory("older", "dev/keyparity/daemon/status");
    Workplace.write(older.resolve("build.properties"), "version=0.0.9\n");
    paged(
        "KeyparityVersionSkew",
        Map.of(),
        "coord2 runs another version",
        () -> {
          coord2.process().kill();
          coord2.startWith(
              List.of("env", "JDK_JAVA_OPTIONS=-Xbootclasspath/a:" + place.directory("older")));
        });
    ends("KeyparityVersionSkew", () -> again(coord2));
  }

  /** Last: what is found here is for people to settle. */
  private void hostPutBack() throws IOException {
    Server kms1 = estate.agent("kms1");
    Path state = kms1.directory().resolve("state");
    Path image = kms1.directory().resolve("image");
    kms1.process().kill();
    copyTree(state, image);
    kms1.start();
    assertThat(
            scene.narrator().await("waiting for kms1 to be heard", LIMIT, () -> isBackedUp("kms1")))
        .isTrue();
    paged(
        "KeyparityRolledBack",
        Map.of("service", SERVICE, "host", "kms1"),
        "kms1 is put back to an older image",
        () -> {
          kms1.process().kill();
          Command.run(List.of("rm", "-rf", state.toString())).orThrow();
          copyTree(image, state);
          kms1.start();
        });
  }

  /** A file that may not grow is what a full disk or a quota is to whoever appends to it. */
  private void auditLogThatTakesNothing() throws IOException {
    Server kms2 = estate.agent("kms2");
    Path audit = kms2.directory().resolve("state/audit.jsonl");
    kms2.process().kill();
    long kibibytes = Files.size(audit) / 1024 + 2;
    kms2.startWith(List.of("sh", "-c", "ulimit -f " + 2 * kibibytes + " && exec \"$@\"", "sh"));
    paged(
        "KeyparityAuditBroken",
        Map.of(),
        "there is no room for the audit log of kms2",
        () ->
            scene
                .narrator()
                .await(
                    "asking kms2 for backups until it cannot write one down",
                    LIMIT,
                    () -> !isBackedUp("kms2") && pager.isPaging("KeyparityAuditBroken", Map.of())));
    ends("KeyparityAuditBroken", () -> again(kms2));
  }

  private boolean isBackedUp(String host) {
    return operator.run(List.of("backup", "create", SERVICE, "--host", host)).isOk();
  }

  private interface Doing {
    void run() throws IOException;
  }

  /** Does it, and waits until somebody is paged for it who was not before. */
  private void paged(String alert, Map<String, String> labels, String fault, Doing doing) {
    scene.narrator().scene("%s: %s".formatted(alert, fault));
    run(doing);
    long begun = System.nanoTime();
    boolean fires =
        scene.narrator().await("waiting for " + alert, LIMIT, () -> pager.isPaging(alert, labels));
    assertThat(fires).as("%s %s fires: %s", alert, labels, fault).isTrue();
    long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    rows.add("%-34s %-62s paged after %d s".formatted(alert, fault, seconds));
  }

  private void ends(String alert, Doing doing) {
    run(doing);
    assertThat(
            scene
                .narrator()
                .await(
                    "waiting for " + alert + " to end",
                    LIMIT,
                    () -> !pager.isPaging(alert, Map.of())))
        .as("%s ends", alert)
        .isTrue();
  }

  private static void run(Doing doing) {
    try {
      doing.run();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void onHost(String verb, String config, String... more) {
    List<String> words = new ArrayList<>(List.of("gate", verb, "--agent-config", config));
    words.addAll(List.of(more));
    operator.mustType(words.toArray(String[]::new));
  }

  private void reconfigured(Server server, String from, String to) throws IOException {
    server.process().kill();
    String text = Files.readString(server.config());
    assertThat(text).contains(from);
    Files.writeString(server.config(), text.replace(from, to));
    server.start();
  }

  private void again(Server server) {
    server.process().kill();
    server.start();
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static void copyTree(Path from, Path to) {
    Command.run(List.of("cp", "-a", from.toString(), to.toString())).orThrow();
  }

  private static Path newestBackup(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(".tar.gpg"))
          .max(java.util.Comparator.comparing(file -> file.toFile().lastModified()))
          .orElseThrow();
    }
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  /** Writes two files of the same key in turn, as something that cannot make up its mind. */
  private static final class Restless implements AutoCloseable {
    private static final Duration REST = Duration.ofMillis(20);

    private final Path file;
    private final byte[] one;
    private final byte[] other;
    private final Thread thread = new Thread(this::write, "restless");
    private volatile boolean closed;

    Restless(Path file) throws IOException {
      this.file = file;
      this.one = Files.readAllBytes(file);
      // A trust packet, which gpg keeps for itself: the same keys in other bytes.
      this.other = java.util.Arrays.copyOf(one, one.length + 4);
      other[one.length] = (byte) 0xB0;
      other[one.length + 1] = 2;
    }

    void begin() {
      thread.start();
    }

    private void write() {
      boolean even = false;
      while (!closed) {
        even = !even;
        byte[] next = even ? other : one;
        run(() -> Files.write(file, next));
        Wait.until(REST, () -> closed);
      }
      run(() -> Files.write(file, one));
    }

    @Override
    public void close() {
      closed = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
