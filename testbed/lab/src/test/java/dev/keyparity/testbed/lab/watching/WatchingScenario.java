package dev.keyparity.testbed.lab.watching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.testbed.lab.TestTimeouts;
import dev.keyparity.testbed.lab.estate.OneKeyHosts;
import dev.keyparity.testbed.lab.estate.Pause;
import dev.keyparity.testbed.lab.kms.KmsHost;
import dev.keyparity.testbed.lab.ring.GpgRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is done to key directories is seen, and a watcher that died is not believed, on real
 * processes and in numbers: what was measured is put into {@code target/watching.txt}. In one
 * story: what was adopted first is watched then.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WatchingScenario {
  private static final int HOSTS = 4;
  private static final int CHANGES = 1_000;

  /** Of the changes, those that stay until monit, which looks once a second, told of them, too. */
  private static final int HELD = 120;

  private static final int STOPPED = 160;
  private static final int KILLED = 40;
  private static final int DEAF = 8;
  private static final int REPLACED = 12;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** The freshness that is configured, and the pause between two looks at it. */
  private static final Duration BOUND = Duration.ofSeconds(2);

  private final List<String> rows = new ArrayList<>();
  private final ExecutorService hands = Executors.newCachedThreadPool();

  private OneKeyHosts all;
  private VerdictFeed feed;
  private Path rogue;

  @BeforeAll
  void install(@TempDir Path temp) throws IOException {
    all = OneKeyHosts.start(temp.resolve("work"), HOSTS);
    all.operator().proveRecoveryKey(OneKeyHosts.SERVICE);
    rogue = all.place().directory("rogue");
    GpgRing.make(rogue, "keytrustee (client) rogue", 2048);
    String leader = all.estate().awaitLeader(all.link());
    feed = VerdictFeed.of(all.link().watch(leader, OneKeyHosts.SERVICE));
  }

  @AfterAll
  void end() throws IOException {
    Files.writeString(Path.of("target/watching.txt"), String.join("\n", rows) + "\n");
    hands.shutdownNow();
    if (all != null) {
      all.close();
    }
  }

  @Test
  @Order(1)
  void adopt_seenFromOutside_touchesNothing() {
    all.narrator().scene("adopt, seen from outside");
    List<String> before = Census.take(all.hosts());
    all.operator().mustType("adopt", OneKeyHosts.SERVICE, "--yes");
    assertThat(feed.awaitGreen(all.names(), LIMIT)).as("in parity once adopted").isTrue();
    List<String> after = Census.take(all.hosts());
    row(
        "adopt on %d hosts: %d files, directories and processes looked at, %d differ"
            .formatted(
                HOSTS,
                before.size(),
                before.stream().filter(line -> !after.contains(line)).count()));
    assertThat(after).isEqualTo(before);
  }

  @Test
  @Order(2)
  void change_ofAKeyFile_isSeen() throws Exception {
    all.narrator().scene(CHANGES + " changes, beside monit");
    Monit monit = Monit.start(all.place().directory("monit"), all.keyFiles(), all.started());
    Pause.of(Duration.ofSeconds(3));
    Noticed noticed = new Noticed();
    byte[] other = Files.readAllBytes(rogue.resolve(GpgRing.SECRET_RING));
    List<Future<?>> done = new ArrayList<>();
    for (Map.Entry<String, Path> file : all.keyFiles().entrySet()) {
      Changes deeds = new Changes(file.getValue(), other);
      done.add(
          hands.submit(
              () -> {
                for (int i = 0; i < CHANGES / HOSTS; i++) {
                  changed(file.getKey(), deeds, i, noticed, monit);
                }
                return null;
              }));
    }
    for (Future<?> one : done) {
      one.get();
    }
    monit.end();
    row(
        "%d changes of key files, seen: %d, not seen: %d"
            .formatted(CHANGES, noticed.ours.count(), noticed.missed.get()));
    row(
        "  keyparity, change to verdict no longer green at the coordinator: %s"
            .formatted(noticed.ours));
    row("  keyparity, change to the verdict that names the harm: %s".formatted(noticed.named));
    row(
        "  monit, cycle 1 s, of the %d that stayed until it told: %d told, %s"
            .formatted(HELD, noticed.theirs.count(), noticed.theirs));
    row(
        "  monit, of the %d that were undone once keyparity had told: %d told"
            .formatted(CHANGES - HELD, monit.times("changed") - noticed.theirs.count()));
    assertThat(noticed.ours.count()).isEqualTo(CHANGES);
    assertThat(noticed.missed).hasValue(0);
  }

  /** When changes were noticed: not green any more, the harm named, told by monit. */
  private static final class Noticed {
    final Latencies ours = new Latencies();
    final Latencies named = new Latencies();
    final Latencies theirs = new Latencies();
    final AtomicInteger missed = new AtomicInteger();
  }

  private void changed(String host, Changes deeds, int i, Noticed noticed, Monit monit)
      throws IOException {
    boolean held = i < HELD / HOSTS;
    deeds.make(i % (held ? Changes.OF_CONTENT : deeds.kinds()));
    long at = System.nanoTime();
    long wall = wallNanos();
    feed.awaitVerdict(host, LIMIT, verdict -> !VerdictFeed.GREEN.contains(verdict))
        .ifPresentOrElse(when -> noticed.ours.add(when - at), noticed.missed::incrementAndGet);
    feed.awaitVerdict(
            host,
            LIMIT,
            verdict -> !VerdictFeed.GREEN.contains(verdict) && !verdict.equals("CHANGING"))
        .ifPresentOrElse(when -> noticed.named.add(when - at), noticed.missed::incrementAndGet);
    if (held) {
      monit.await(host, "changed", LIMIT).ifPresent(when -> noticed.theirs.add(when - wall));
    }
    deeds.undo();
    if (!feed.awaitGreen(List.of(host), LIMIT)) {
      noticed.missed.incrementAndGet();
    }
    if (held) {
      monit.await(host, "restored", LIMIT);
    }
  }

  @Test
  @Order(3)
  void change_announced_alarmsNobody_andAnyOtherDoes() throws Exception {
    all.narrator().scene("announced changes, and others among them");
    byte[] other = Files.readAllBytes(rogue.resolve(GpgRing.SECRET_RING));
    new PlannedWork(all, feed, other).play(hands).forEach(this::row);
  }

  @Test
  @Order(4)
  void agent_stoppedOrKilled_isNotBelieved() throws Exception {
    all.narrator().scene("agents stopped and killed");
    Latencies stopped = new Latencies();
    for (int i = 0; i < STOPPED / HOSTS; i++) {
      silenced(stopped, host -> all.estate().agent(host).process().signal("STOP"));
      all.names().forEach(host -> all.estate().agent(host).process().signal("CONT"));
      assertThat(feed.awaitGreen(all.names(), LIMIT)).isTrue();
    }
    Latencies killed = new Latencies();
    for (int i = 0; i < KILLED / HOSTS; i++) {
      silenced(killed, host -> all.estate().agent(host).process().kill());
      all.names().forEach(host -> all.estate().agent(host).start());
      assertThat(feed.awaitGreen(all.names(), TestTimeouts.START)).isTrue();
    }
    row(
        "%d agents stopped (SIGSTOP), UNKNOWN: %d, after: %s"
            .formatted(STOPPED, stopped.count(), stopped));
    row(
        "%d agents killed (SIGKILL), UNKNOWN: %d, after: %s"
            .formatted(KILLED, killed.count(), killed));
    row("  configured bound: %d ms".formatted(BOUND.toMillis()));
    assertThat(stopped.count()).isEqualTo(STOPPED);
    assertThat(killed.count()).isEqualTo(KILLED);
  }

  private interface Deed {
    void on(String host) throws IOException;
  }

  /** All at once; each is timed from its own deed on. */
  private void silenced(Latencies into, Deed deed) throws Exception {
    List<Future<?>> done = new ArrayList<>();
    for (String host : all.names()) {
      done.add(
          hands.submit(
              () -> {
                long at = System.nanoTime();
                deed.on(host);
                feed.awaitVerdict(host, LIMIT, "UNKNOWN"::equals)
                    .ifPresent(when -> into.add(when - at));
                return null;
              }));
    }
    for (Future<?> one : done) {
      one.get();
    }
  }

  /**
   * An agent that the kernel gives no notices, as where others have used up the watches. It looks
   * at each heartbeat instead and so is no dead watcher; it must see all the same.
   */
  @Test
  @Order(5)
  void agent_withoutNotices_seesAllTheSame() throws Exception {
    all.narrator().scene("agents without inotify");
    Latencies seen = new Latencies();
    byte[] other = Files.readAllBytes(rogue.resolve(GpgRing.SECRET_RING));
    for (String host : all.names()) {
      all.estate().agent(host).process().kill();
      all.estate()
          .agent(host)
          .startWith(
              List.of(
                  "unshare",
                  "--user",
                  "--map-root-user",
                  "sh",
                  "-c",
                  "echo 0 > /proc/sys/user/max_inotify_instances && exec \"$@\"",
                  "sh"));
    }
    assertThat(feed.awaitGreen(all.names(), TestTimeouts.START)).isTrue();
    for (int i = 0; i < DEAF / HOSTS; i++) {
      for (Map.Entry<String, Path> file : all.keyFiles().entrySet()) {
        Changes deeds = new Changes(file.getValue(), other);
        deeds.make(i % deeds.kinds());
        long at = System.nanoTime();
        feed.awaitVerdict(file.getKey(), LIMIT, v -> !VerdictFeed.GREEN.contains(v))
            .ifPresent(when -> seen.add(when - at));
        deeds.undo();
        feed.awaitGreen(List.of(file.getKey()), LIMIT);
      }
    }
    row(
        "%d changes where the kernel tells nothing (watch limit), seen: %d, after: %s"
            .formatted(DEAF, seen.count(), seen));
    assertThat(seen.count()).isEqualTo(DEAF);
    for (String host : all.names()) {
      all.estate().agent(host).process().kill();
      all.estate().agent(host).start();
    }
    assertThat(feed.awaitGreen(all.names(), TestTimeouts.START)).isTrue();
  }

  /** The directory that was watched is moved away, another one is there under its name. */
  @Test
  @Order(6)
  void directory_replaced_isSeen() throws Exception {
    all.narrator().scene("directories replaced");
    Latencies seen = new Latencies();
    for (int i = 0; i < REPLACED / HOSTS; i++) {
      for (KmsHost host : all.hosts()) {
        Path directory = host.paths().keyDirectory();
        Path aside = directory.resolveSibling("aside");
        Files.move(directory, aside);
        Files.createDirectory(directory);
        for (String file : List.of(GpgRing.PUBLIC_RING, GpgRing.SECRET_RING)) {
          Files.copy(rogue.resolve(file), directory.resolve(file));
        }
        long at = System.nanoTime();
        feed.awaitVerdict(host.name(), LIMIT, v -> !VerdictFeed.GREEN.contains(v))
            .ifPresent(when -> seen.add(when - at));
        for (String file : List.of(GpgRing.PUBLIC_RING, GpgRing.SECRET_RING)) {
          Files.delete(directory.resolve(file));
        }
        Files.delete(directory);
        Files.move(aside, directory);
        assertThat(feed.awaitGreen(List.of(host.name()), LIMIT)).isTrue();
      }
    }
    row(
        "%d key directories replaced by others, seen: %d, after: %s"
            .formatted(REPLACED, seen.count(), seen));
    assertThat(seen.count()).isEqualTo(REPLACED);
  }

  private static long wallNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  private void row(String line) {
    rows.add(line);
    all.narrator().say(line);
  }
}
