package dev.keyparity.testbed.lab.onejvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.testbed.lab.TestTimeouts;
import dev.keyparity.testbed.lab.onejvm.KillPoints.Point;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import dev.keyparity.testbed.lab.zookeeper.ZooKeeperProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The leading coordinator is killed before and after each of its writes to ZooKeeper, calls of
 * agents and changes at a KMS, in a run in which every step has work. Whoever is elected then must
 * come to the end of an undisturbed run, with no effect done twice and none missing.
 */
class KilledCoordinatorIT {
  /** What an ordinary test run has time for. */
  private static final int MOST = 12;

  @TempDir Path folder;
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void anyPoint_coordinatorKilled_successorComesToTheSameEnd() throws Exception {
    StartedProcesses started = new StartedProcesses();
    try {
      ZooKeeperProcess server = ZooKeeperProcess.single(folder.resolve("zookeeper"), started);
      server.start(TestTimeouts.START);
      KillPoints counting = KillPoints.counting();
      EndState expected = end(server, counting);
      assertThat(expected.run()).startsWith("done").noneMatch(step -> step.contains("SKIPPED"));
      assertThat(expected.mostDown()).isEqualTo(1);
      assertThat(expected.restarts()).isEqualTo(1);
      List<Point> points = counting.passed();
      assertThat(points).hasSizeGreaterThan(200);

      new KillTour("coordinator killed", points, MOST)
          .visit(
              point -> {
                KillPoints kill = KillPoints.at(point);
                assertSame(expected, end(server, kill), point);
                return kill.wasHit();
              });
    } finally {
      started.close();
    }
  }

  private EndState end(ZooKeeperProcess server, KillPoints kill) throws Exception {
    String name = "run-" + runs.incrementAndGet();
    OneJvm.Ensemble own = new OneJvm.Ensemble(server.clientPort(), "/" + name);
    try (KilledRun run = new KilledRun(folder.resolve(name), own)) {
      run.hosts.startAgents();
      RunJournal journal = run.play(new Lifeline(kill));
      return EndState.of(run.hosts, journal);
    }
  }

  /** All the same; only the probe key, which is there for nothing else, may be rolled once more. */
  private static void assertSame(EndState expected, EndState end, Point point) {
    int more = end.probeVersions() - expected.probeVersions();
    assertThat(more).as("rolls of the probe key: %s", point).isBetween(0, 1);
    assertThat(end.withProbe(expected.probeVersions())).as("%s", point).isEqualTo(expected);
  }
}
