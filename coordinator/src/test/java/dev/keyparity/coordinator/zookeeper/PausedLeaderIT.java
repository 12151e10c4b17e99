package dev.keyparity.coordinator.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyparity.coordinator.TestTimeouts;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A leader stopped with SIGSTOP past its session and woken again, as a real process. */
class PausedLeaderIT {
  @TempDir Path directory;

  @Test
  void leader_pausedPastItsSession_writesNothingOnceAnotherLeads() throws Exception {
    try (ZooKeeperLab lab = new ZooKeeperLab(directory);
        Child paused = new Child(lab)) {
      await()
          .atMost(TestTimeouts.SOON)
          .until(() -> paused.said("gained 1") && paused.said("wrote"));

      paused.signal("STOP");
      ZooKeeperLab.Coordinator second = lab.coordinator("coord2");
      assertThat(second.leads().epoch()).isEqualTo(2);
      paused.lines.clear();
      paused.signal("CONT");
      await().atMost(TestTimeouts.SOON).until(() -> paused.said("refused STALE_LEADER"));

      // ZooKeeper's own order of transactions is the judge, not what anybody believes.
      Stat written = second.plain().exists("/keyparity/prod/services/kms-prod/events", false);
      Stat epoch = second.plain().exists("/keyparity/prod/epoch", false);
      assertThat(written.getMzxid()).isLessThan(epoch.getMzxid());
      assertThat(paused.outcomes().stream().skip(1))
          .as("but for one that was written before the pause and is told after it")
          .doesNotContain("wrote");
      assertThat(lab.escaped).isEmpty();
    }
  }

  /** The stubborn leader's process; ended at the end, stopped or not. */
  private static final class Child implements AutoCloseable {
    final List<String> lines = new CopyOnWriteArrayList<>();
    private final Process process;

    Child(ZooKeeperLab lab) throws IOException {
      String classPath =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Xmx128m",
                  "-cp",
                  classPath,
                  StubbornLeader.class.getName(),
                  lab.server.getConnectString(),
                  lab.authFile.toString(),
                  Long.toString(ZooKeeperLab.SESSION.toMillis()))
              .redirectError(new File("/dev/null"))
              .start();
      Thread reader = new Thread(this::read, "child-output");
      reader.setDaemon(true);
      reader.start();
    }

    List<String> outcomes() {
      return lines.stream()
          .filter(line -> line.equals("wrote") || line.startsWith("refused "))
          .toList();
    }

    private void read() {
      try (BufferedReader out =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          lines.add(line);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    boolean said(String line) {
      assertThat(process.isAlive()).isTrue();
      return lines.contains(line);
    }

    void signal(String name) throws Exception {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      assertThat(kill.waitFor()).isZero();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
