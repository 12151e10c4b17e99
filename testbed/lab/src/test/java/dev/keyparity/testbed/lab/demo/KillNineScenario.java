package dev.keyparity.testbed.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyparity.proto.coordinator.v1.Act;
import dev.keyparity.testbed.lab.estate.ActHunt;
import dev.keyparity.testbed.lab.estate.AdminLink;
import dev.keyparity.testbed.lab.estate.Estate;
import dev.keyparity.testbed.lab.estate.Layout;
import dev.keyparity.testbed.lab.estate.Narrator;
import dev.keyparity.testbed.lab.estate.Operator;
import dev.keyparity.testbed.lab.estate.ServiceFiles;
import dev.keyparity.testbed.lab.estate.SplitService;
import dev.keyparity.testbed.lab.estate.Workplace;
import dev.keyparity.testbed.lab.kms.KmsHost;
import dev.keyparity.testbed.lab.kms.Matrix;
import dev.keyparity.testbed.lab.prober.DownInterval;
import dev.keyparity.testbed.lab.prober.DownProber;
import dev.keyparity.testbed.lab.prober.DownReport;
import dev.keyparity.testbed.lab.process.Command;
import dev.keyparity.testbed.lab.process.StartedProcesses;
import dev.keyparity.testbed.lab.zookeeper.ZooKeeperProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job on real processes, of which the leader and agents are killed with SIGKILL while an
 * act of theirs is under way: in {@code backup}, {@code synchronize-key}, {@code restart-kms} and
 * {@code watch}. It ends as if nobody had died, and each KMS went down once.
 */
class KillNineScenario {
  private static final String SERVICE = "kms-prod";
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir Path temp;
  private final StartedProcesses started = new StartedProcesses();
  private final Narrator narrator = new Narrator(System.err);
  private final List<String> kills = new ArrayList<>();

  private SplitService split;
  private Operator operator;
  private Estate estate;
  private AdminLink link;
  private Path serviceFile;
  private final SpilledSecrets secrets = new SpilledSecrets();

  @BeforeEach
  void install() throws IOException {
    Workplace place = Workplace.fresh(temp.resolve("work"));
    ZooKeeperProcess zooKeeper = ZooKeeperProcess.single(place.directory("zookeeper"), started);
    zooKeeper.start(Duration.ofSeconds(60));
    split = SplitService.start(place.directory(SERVICE), 3, started, narrator);
    split.makeKeys(split.host("kms1"), Map.of("payroll", 2));
    for (KmsHost host : split.hosts()) {
      secrets.learn(ringOf(host));
    }
    operator = Operator.at(place.directory("operator"), narrator);
    operator.makeRecoveryKey();
    estate =
        Estate.install(
            place,
            operator,
            Map.of(SERVICE, split.hosts()),
            Layout.direct(zooKeeper.connectString()),
            started,
            narrator);
    link = new AdminLink(operator.home(), estate.coordinatorAddresses());
    estate.awaitLeader(link);
    serviceFile =
        new ServiceFiles(operator.home(), estate, zooKeeper.connectString()).of(SERVICE, split);
  }

  @AfterEach
  void end() {
    link.close();
    started.close();
  }

  @Test
  void run_whoseProcessesAreKilledInEveryStep_endsAsIfNobodyHadDied() throws IOException {
    try (DownProber prober =
        DownProber.start(KmsHost.addresses(split.hosts()), Duration.ofMillis(40))) {
      enableUntilBlocked();
      resumeToTheEnd();
      killWhileItWatches();

      assertThat(kills).as("kill -9 during").hasSize(9);
      assertThat(Matrix.measure(split.hosts()).ok()).isEqualTo(6);
      assertEachWentDownOnce(prober.report());
    }
    for (KmsHost host : split.hosts()) {
      assertThat(split.fingerprint(host.name())).isEqualTo(split.fingerprint("kms1"));
      assertThat(operator.type("backup", "verify", SERVICE, host.name()).exit()).isZero();
      assertThat(
              operator.type("audit", "verify", "--service", SERVICE, "--host", host.name()).exit())
          .isZero();
    }
    assertNoPrivateKeyLiesAround();
  }

  private static Path ringOf(KmsHost host) {
    return host.paths().keyDirectory().resolve("secring.gpg");
  }

  /**
   * After all these deaths: logs, state, ZooKeeper's own files, temporary files. The key
   * directories show that the search finds what is there.
   */
  private void assertNoPrivateKeyLiesAround() throws IOException {
    assertThat(secrets.in(temp))
        .containsExactlyInAnyOrderElementsOf(
            split.hosts().stream().map(KillNineScenario::ringOf).toList());
  }

  private void enableUntilBlocked() {
    operator.mustType("service", "apply", "-f", serviceFile.toString(), "--yes");
    operator.proveRecoveryKey(SERVICE);
    ActHunt backup = killBoth("backup", act -> true);

    Command.Result enable = operator.type("enable", SERVICE, "--reference", "kms1", "--yes");

    backup.await();
    assertThat(enable.exit()).as(enable.err()).isEqualTo(7);
  }

  private void resumeToTheEnd() {
    ActHunt onTheFirst = killBoth("synchronize-key", on("kms2", "start").or(on("kms3", "start")));
    ActHunt onTheOther = killAgentLater("synchronize-key", onTheFirst);
    ActHunt restart = killBoth("restart-kms", act -> act.getName().equals("start"));

    Command.Result resume = operator.keepKeyOf("kms1", SERVICE, split);

    onTheFirst.await();
    onTheOther.await();
    restart.await();
    assertThat(resume.exit()).as(resume.err()).isZero();
    JsonNode run = operator.ask("run", "show", "--service", SERVICE);
    assertThat(run.path("state").asText()).isEqualTo("done");
  }

  private void killWhileItWatches() {
    String leader = estate.awaitLeader(link);
    killAgent("kms2", "watch");
    killLeader(leader, "watch");
    estate.agent("kms2").start();
    estate.coordinator(leader).start();
    boolean green =
        narrator.await(
            "waiting for every host to be in parity",
            LIMIT,
            () -> operator.run(List.of("status", SERVICE, "--check")).isOk());
    assertThat(green).isTrue();
  }

  private static Predicate<Act> on(String host, String name) {
    return act -> act.getHost().equals(host) && act.getName().equals(name);
  }

  /** First the agent, so that the act stays open, then the leader; then both come back. */
  private ActHunt killBoth(String step, Predicate<Act> wanted) {
    return ActHunt.begin(
        link,
        SERVICE,
        step,
        wanted,
        prey -> {
          killAgent(prey.act().getHost(), prey.text());
          killLeader(prey.leader(), prey.text());
          estate.agent(prey.act().getHost()).start();
          estate.coordinator(prey.leader()).start();
        });
  }

  /** The agent alone, on the host that the first hunt left alone. */
  private ActHunt killAgentLater(String step, ActHunt first) {
    return ActHunt.begin(
        link,
        SERVICE,
        step,
        act ->
            act.getName().equals("start")
                && first.caught().filter(prey -> !prey.isOn(act.getHost())).isPresent(),
        prey -> {
          killAgent(prey.act().getHost(), prey.text());
          estate.agent(prey.act().getHost()).start();
        });
  }

  private void killAgent(String host, String during) {
    estate.agent(host).process().kill();
    killed("agent of " + host, during);
  }

  private void killLeader(String leader, String during) {
    estate.coordinator(leader).process().kill();
    killed(leader + ", which leads", during);
  }

  private synchronized void killed(String whom, String during) {
    String what = "kill -9 of %s during %s".formatted(whom, during);
    narrator.say(what);
    kills.add(what);
  }

  /** A stop that was done twice would show as a second time down. */
  private static void assertEachWentDownOnce(DownReport down) {
    assertThat(down.downAtOnceMax()).isEqualTo(1);
    assertThat(
            down.intervals().stream()
                .collect(Collectors.groupingBy(DownInterval::host, Collectors.counting())))
        .isEqualTo(Map.of("kms1", 1L, "kms2", 1L, "kms3", 1L));
  }
}
