package dev.keyparity.coordinator.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyparity.coordinator.TestTimeouts;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.leadership.RecordedLeadership;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.daemon.fencing.FencingToken;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.ZooKeeper;

/** A real ZooKeeper server, and coordinators on it, all closed at the end. */
final class ZooKeeperLab implements Closeable {
  /** Long enough that a slow machine does not lose it by itself. */
  static final Duration SESSION = Duration.ofSeconds(6);

  private static final int TICK_MILLIS = 500;

  final TestingServer server;
  final Path authFile;
  final List<Throwable> escaped = Collections.synchronizedList(new ArrayList<>());
  private final Deque<Closeable> open = new ArrayDeque<>();
  private final AtomicInteger starts = new AtomicInteger();

  ZooKeeperLab(Path directory) throws Exception {
    this.server =
        new TestingServer(
            new InstanceSpec(null, -1, -1, -1, true, -1, TICK_MILLIS, 20, Map.of()), true);
    this.authFile = secretFile(directory, "zookeeper.secret", "keyparity:correct-horse");
  }

  static Path secretFile(Path directory, String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, content + "\n");
  }

  ZooKeeperSettings settings(String connect) {
    return new ZooKeeperSettings(connect, SESSION, authFile, "/keyparity", "prod");
  }

  ZooKeeperRelay relay() throws IOException {
    ZooKeeperRelay relay = new ZooKeeperRelay(server.getPort());
    open.push(relay);
    return relay;
  }

  /** A coordinator as one process start has it; its monotonic clock can be pushed on. */
  final class Coordinator {
    final AtomicLong clockPushed = new AtomicLong();
    final ZooKeeperSession session;
    final ZooKeeperLeadership leadership;
    final RecordStore store;
    final RecordedLeadership seen = new RecordedLeadership();
    final Leadership.Coordinator self;

    Coordinator(String name, ZooKeeperSettings settings) {
      session = new ZooKeeperSession(settings, () -> System.nanoTime() + clockPushed.get());
      self =
          new Leadership.Coordinator(
              name, name + "-" + starts.incrementAndGet(), name + ".example.com:7418");
      leadership =
          new ZooKeeperLeadership(session, "prod", self, (doing, fault) -> escaped.add(fault));
      store = new ZooKeeperRecordStore(session, leadership);
      leadership.addListener(seen);
    }

    Coordinator start() {
      session.start();
      leadership.start();
      open.push(session::close);
      open.push(leadership::close);
      return this;
    }

    /** Waits until it leads. */
    FencingToken leads() {
      await()
          .atMost(TestTimeouts.SOON)
          .untilAsserted(
              () -> {
                assertThat(escaped).isEmpty();
                assertThat(leadership.token()).isPresent();
              });
      return leadership.token().orElseThrow();
    }

    ZooKeeper plain() throws Exception {
      return session.curator().getZookeeperClient().getZooKeeper();
    }
  }

  Coordinator coordinator(String name) {
    return coordinator(name, server.getConnectString());
  }

  Coordinator coordinator(String name, String connect) {
    return new Coordinator(name, settings(connect)).start();
  }

  @Override
  public void close() throws IOException {
    for (Closeable one : open) {
      one.close();
    }
    server.close();
  }
}
