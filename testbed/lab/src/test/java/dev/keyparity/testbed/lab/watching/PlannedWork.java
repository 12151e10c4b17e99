package dev.keyparity.testbed.lab.watching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.testbed.lab.estate.OneKeyHosts;
import dev.keyparity.testbed.lab.kms.KmsHost;
import dev.keyparity.testbed.lab.ring.GpgRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Operators announce what a file beside the key may become, and change it again and again on every
 * host; in the same windows somebody else writes other bytes, or touches the key file.
 */
final class PlannedWork {
  static final int SANCTIONED = 500;
  static final int ROGUE = 100;
  private static final int VERSIONS = 8;
  private static final String FILE = "keytrustee.conf";
  private static final String OPERATORS_TOOL = "change";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final OneKeyHosts all;
  private final VerdictFeed feed;
  private final byte[] rogueRing;
  private final AtomicInteger sanctioned = new AtomicInteger();
  private final AtomicInteger unheard = new AtomicInteger();
  private final AtomicInteger falseAlerts = new AtomicInteger();
  private final AtomicInteger told = new AtomicInteger();

  PlannedWork(OneKeyHosts all, VerdictFeed feed, byte[] rogueRing) {
    this.all = all;
    this.feed = feed;
    this.rogueRing = rogueRing;
  }

  /** What came of it, a line each. */
  List<String> play(ExecutorService hands) throws Exception {
    byte[] approved = Files.readAllBytes(conf(all.hosts().get(0)));
    for (int version = 0; version < VERSIONS; version++) {
      announce(version);
    }
    List<Future<?>> work = new ArrayList<>();
    for (KmsHost host : all.hosts()) {
      work.add(hands.submit(() -> change(host)));
    }
    for (Future<?> one : work) {
      one.get();
    }
    List<String> rows = new ArrayList<>();
    rows.add(
        "%d sanctioned changes on %d hosts, seen: %d, false alerts: %d"
            .formatted(
                SANCTIONED, all.hosts().size(), SANCTIONED - unheard.get(), falseAlerts.get()));
    rows.add("  %d rogue changes in the same windows, told: %d".formatted(ROGUE, told.get()));
    all.operator()
        .mustType(OPERATORS_TOOL, "close", OneKeyHosts.SERVICE, "--file", FILE, "--reason", "over");
    long warned = all.names().stream().filter(host -> feed.awaitWarning(host, FILE, LIMIT)).count();
    rows.add("  hosts that still differ when the window is over: 4, told: %d".formatted(warned));
    for (KmsHost host : all.hosts()) {
      put(conf(host), approved);
      assertThat(feed.awaitNoWarning(host.name(), FILE, LIMIT)).isTrue();
    }
    assertThat(sanctioned).hasValue(SANCTIONED);
    assertThat(unheard).hasValue(0);
    assertThat(falseAlerts).hasValue(0);
    assertThat(told).hasValue(ROGUE);
    assertThat(warned).isEqualTo(all.hosts().size());
    return rows;
  }

  private void announce(int version) throws IOException {
    Path wanted = all.place().directory("planned").resolve("version-" + version);
    Files.write(wanted, version(version));
    all.operator()
        .mustType(
            OPERATORS_TOOL,
            "open",
            OneKeyHosts.SERVICE,
            "--file",
            FILE,
            "--sha256",
            Sums.sha256(wanted),
            "--for",
            "2h",
            "--reason",
            "CHG-" + version,
            "--yes");
  }

  private static byte[] version(int version) {
    return "{\"planned\": %d}%n".formatted(version).getBytes(StandardCharsets.UTF_8);
  }

  private Void change(KmsHost host) throws IOException {
    int mine = SANCTIONED / all.hosts().size();
    int rogueEvery = SANCTIONED / ROGUE;
    Changes ring = new Changes(host.paths().keyDirectory().resolve(GpgRing.SECRET_RING), rogueRing);
    for (int i = 0; i < mine; i++) {
      sanctioned(host, i);
      if (i % rogueEvery == rogueEvery - 1) {
        rogue(host, i, ring);
      }
    }
    return null;
  }

  private void sanctioned(KmsHost host, int i) throws IOException {
    long before = feed.alarms(host.name());
    put(conf(host), version(i % VERSIONS));
    sanctioned.incrementAndGet();
    if (!feed.awaitReportAfter(host.name(), System.currentTimeMillis(), LIMIT)) {
      unheard.incrementAndGet();
    }
    falseAlerts.addAndGet((int) Math.min(1, feed.alarms(host.name()) - before));
  }

  /** In turn bytes that nobody announced, and another key. */
  private void rogue(KmsHost host, int i, Changes ring) throws IOException {
    boolean ofTheKey = i % 2 == 0;
    if (ofTheKey) {
      ring.make(0);
    } else {
      put(conf(host), ("{\"rogue\": " + i + "}\n").getBytes(StandardCharsets.UTF_8));
    }
    boolean seen =
        ofTheKey
            ? feed.awaitVerdict(host.name(), LIMIT, "DIVERGED"::equals).isPresent()
            : feed.awaitWarning(host.name(), FILE, LIMIT);
    if (seen) {
      told.incrementAndGet();
    }
    if (ofTheKey) {
      ring.undo();
    } else {
      put(conf(host), version(i % VERSIONS));
    }
    assertThat(feed.awaitGreen(List.of(host.name()), LIMIT)).isTrue();
    assertThat(feed.awaitNoWarning(host.name(), FILE, LIMIT)).isTrue();
  }

  private static Path conf(KmsHost host) {
    return host.paths().keyDirectory().resolve(FILE);
  }

  private static void put(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling(FILE + ".new");
    Files.write(fresh, content);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
