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
 * An agent is killed after each change of a file (its records, key files, settings, backups and
 * copies), each audit line and each answer, and before and after each start and stop of its KMS;
 * its host starts it again. The run must come to the end of an undisturbed one.
 *
 * <p>The cluster that depends on the KMS declares what tells its instance. Without it an agent that
 * dies in its restart cannot know whether it took place, and a person must say: {@code
 * RunDependantIT}.
 */
class KilledAgentsIT {
  /** What an ordinary test run has time for. */
  private static final int MOST = 12;

  @TempDir Path folder;
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void anyPoint_agentKilled_runComesToTheSameEnd() throws Exception {
    StartedProcesses started = new StartedProcesses();
    try {
      ZooKeeperProcess server = ZooKeeperProcess.single(folder.resolve("zookeeper"), started);
      server.start(TestTimeouts.START);
      KillPoints counting = KillPoints.counting();
      EndState expected = end(server, counting).withoutAttempts();
      List<Point> points = counting.passed();
      assertThat(points).hasSizeGreaterThan(300);

      new KillTour("agent killed", points, MOST)
          .visit(
              point -> {
                KillPoints kill = KillPoints.at(point);
                assertThat(end(server, kill).withoutAttempts()).as("%s", point).isEqualTo(expected);
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
      run.hosts.startAgents(kill);
      RunJournal journal = run.play(Lifeline.unharmed());
      return EndState.of(run.hosts, journal);
    }
  }
}
