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
 * <p>With one exception, on purpose. A restart of what depends on the KMS is a command of the
 * operator's, of which nothing outside tells whether it took place: an agent that dies after the
 * durable word that it begins and before the durable word of its result cannot know, and answers
 * {@code INDETERMINATE}. To do it again could take a cluster down twice, to skip it could leave one
 * that was never restarted. The run is blocked there until a person has looked; keys, settings and
 * KMS are at that point as they must be.
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
                assertSame(expected, end(server, kill).withoutAttempts(), point);
                return kill.wasHit();
              });
    } finally {
      started.close();
    }
  }

  /**
   * All the same; but if the cluster's restart was begun and not ended when the agent died, nobody
   * knows whether it happened: then the run stands there, and it is not done twice.
   */
  private static void assertSame(EndState expected, EndState end, Point point) {
    if (end.run().get(0).equals("blocked")) {
      assertThat(point.what()).isEqualTo("kms3 wrote receipts/kms-prod/*.json");
      assertThat(end.restarts()).as("%s", point).isLessThanOrEqualTo(1);
      assertThat(end.hosts()).as("%s", point).isEqualTo(expected.hosts());
      assertThat(end.mostDown()).as("%s", point).isEqualTo(1);
    } else {
      assertThat(end).as("%s", point).isEqualTo(expected);
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
