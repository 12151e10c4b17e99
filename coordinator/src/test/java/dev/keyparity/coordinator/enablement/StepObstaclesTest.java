package dev.keyparity.coordinator.enablement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.enablement.plan.PlanRequest;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.workflow.RunJournal.Standing;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.coordinator.workflow.Tick;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.KmsProcess;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands in a step's way later on: how it is told, and that the run goes on when mended. */
class StepObstaclesTest {
  private static final Ring KEY = Ring.of("kms1");

  private EnablementBench bench;
  private EnablementBench.Leader leader;
  private PlanRecord plan;

  @BeforeEach
  void joining() throws InterruptedException {
    begin(EnableRunTest.joining(), EnablementBench.request(PlanKind.ENABLE));
  }

  private void begin(EnablementBench on, PlanRequest request) throws InterruptedException {
    bench = on;
    leader = bench.leader();
    plan = bench.begin(leader, request);
  }

  private Tick drive() throws InterruptedException {
    return bench.drive(leader, plan.plan().run());
  }

  private Tick drive(Duration upTo) throws InterruptedException {
    return bench.drive(leader, plan.plan().run(), upTo);
  }

  private Tick resumed() throws InterruptedException {
    leader.engine.resume(FakeFleet.SERVICE, plan.plan().run(), null, Map.of());
    return drive();
  }

  private Standing standing() {
    return bench.journal(leader, plan.plan().run()).standing();
  }

  private static UnaryOperator<HostReport.Builder> kms(KmsProcess.State state, String detail) {
    return report -> {
      report.getKmsBuilder().setState(state).setDetail(detail);
      return report;
    };
  }

  private void onNote(String what, Runnable then) {
    bench.fleet.onNote(
        seen -> {
          if (seen.equals(what)) {
            then.run();
          }
        });
  }

  /** The ensemble is asked a second time right before hosts are added. */
  private void afterTheDivergence(Runnable then) {
    var healthy = bench.ensemble;
    AtomicInteger asked = new AtomicInteger();
    bench.ensemble =
        declared -> {
          if (asked.incrementAndGet() == 2) {
            then.run();
          }
          return healthy.check(declared);
        };
  }

  @Test
  void addHosts_kmsNotToBeSeen_blocked_andGoesOnOnceInstalled() throws Exception {
    afterTheDivergence(
        () ->
            bench.fleet.host("kms2").reportEdit =
                kms(KmsProcess.State.UNKNOWN, "unit hadoop-kms: not loaded"));

    Tick tick = drive();

    assertThat(tick.sentence())
        .isEqualTo(
            "blocked at add-hosts: kms2: whether its KMS is installed and stopped cannot be told:"
                + " unit hadoop-kms: not loaded");
    assertThat(standing().code()).isEqualTo("kms-not-installed");
    assertThat(standing().whatToDo())
        .containsExactly(
            "install the KMS on kms2 and do not start it", "then: keyparity run resume");
    assertThat(bench.fleet.history()).noneMatch(what -> what.startsWith("put-statement"));

    bench.fleet.host("kms2").reportEdit = report -> report;
    assertThat(resumed().sentence()).startsWith("done in");
  }

  /** Its first start is about to make a key of its own. */
  @Test
  void addHosts_kmsRunsWithoutAKeyFile_blockedForGood() throws Exception {
    afterTheDivergence(
        () -> bench.fleet.host("kms3").reportEdit = kms(KmsProcess.State.STARTING, ""));

    Tick tick = drive();

    assertThat(tick.sentence())
        .isEqualTo(
            "blocked at add-hosts: kms3: its KMS is starting and there is no key file (expected:"
                + " not started)");
    assertThat(standing().code()).isEqualTo("kms-runs-without-key");
    assertThat(standing().whatToDo())
        .containsExactly(
            "stop the KMS on kms3: it may be about to make a key of its own",
            "then: keyparity run abort, and make a new plan");
    assertThat(bench.fleet.host("kms3").file).isNull();
  }

  /** A repair gives no statement out: nobody signed for that. */
  @Test
  void repair_agentLostItsStatement_blockedWithNothingStopped() throws Exception {
    begin(RepairRunTest.drifted(Ring.of("rogue")), EnablementBench.repair("kms2"));
    bench.fleet.host("kms3").statement = null;

    Tick tick = drive();

    assertThat(tick.sentence())
        .isEqualTo(
            "blocked at synchronize-key: kms3: without the identity statement that is on record");
    assertThat(standing().code()).isEqualTo("statement-missing");
    assertThat(standing().whatToDo())
        .containsExactly(
            "keyparity run abort, then keyparity adopt or enable: it approves the identity anew");
    assertThat(bench.fleet.downAtOnceMax()).isZero();
    assertThat(bench.fleet.host("kms2").file).isEqualTo(Ring.of("rogue"));
  }

  /** A report that counts may still be from just before the host was given it. */
  @Test
  void repair_reportOlderThanTheStatement_waitsForTheNextOne() throws Exception {
    begin(RepairRunTest.drifted(Ring.of("rogue")), EnablementBench.repair("kms2"));
    var given = bench.fleet.host("kms3").statement;
    bench.fleet.host("kms3").statement = null;
    assertThat(drive(Duration.ofSeconds(5)).sentence())
        .startsWith("synchronize-key waits: kms3: without the identity statement");

    bench.fleet.host("kms3").statement = given;

    assertThat(drive().sentence()).startsWith("done in");
  }

  @Test
  void clientConfig_kmsThatListenDifferently_blockedWithNoClientTouched() throws Exception {
    EnablementBench uniform = AdoptRunTest.uniform().withDependantAndClient();
    uniform.fleet.spec = withKms3(uniform.fleet.spec, "https://kms3:16000/kms");
    begin(uniform, EnablementBench.request(PlanKind.ENABLE));

    Tick tick = drive();

    assertThat(tick.sentence())
        .isEqualTo(
            "blocked at deploy-client-config: the hosts' KMS differ in scheme, port or path: one"
                + " client address cannot name them all");
    assertThat(standing().code()).isEqualTo("no-common-address");
    assertThat(standing().whatToDo())
        .containsExactly(
            "let all KMS listen alike, then: keyparity run abort, and make a new plan");
    assertThat(bench.fleet.host("edge1").settings).isEmpty();
    assertThat(bench.fleet.history()).doesNotContain("restart namenode");
  }

  private static ServiceSpec withKms3(ServiceSpec spec, String kms) {
    List<ServiceSpec.Host> hosts = new ArrayList<>();
    for (ServiceSpec.Host host : spec.hosts()) {
      hosts.add(
          host.name().equals("kms3")
              ? new ServiceSpec.Host(host.name(), host.agent(), URI.create(kms))
              : host);
    }
    return new ServiceSpec(
        spec.service(),
        spec.profile(),
        spec.mode(),
        spec.keyDirectory(),
        spec.configDirectory(),
        spec.owner(),
        spec.group(),
        hosts,
        spec.zookeeper().orElse(null),
        spec.policy(),
        spec.probeKey(),
        null,
        spec.dependants(),
        spec.clients());
  }

  /** kms2 and kms3 gave way; the run stands before kms2 is stopped. */
  private void giveWay() throws InterruptedException {
    begin(EnableRunTest.diverged(), EnablementBench.request(PlanKind.ENABLE));
    drive();
    bench.begin(
        leader,
        EnablementBench.giveWay(
            KEY, Map.of("kms2", Ring.of("kms2").primary(), "kms3", Ring.of("kms3").primary())));
  }

  /** I13: the agent said stopped, and something runs there all the same. */
  @Test
  void synchronize_kmsStillRunsAfterItsStop_waits_thenBlocked_andInstallsNothing()
      throws Exception {
    giveWay();
    onNote(
        "stop kms2",
        () -> {
          Instant stopped = bench.fleet.clock.instant();
          bench.fleet.host("kms2").reportEdit =
              report ->
                  bench.fleet.clock.instant().equals(stopped)
                      ? kms(KmsProcess.State.UP, "pid 4711 has not ended").apply(report)
                      : report;
        });

    assertThat(drive(Duration.ofSeconds(30)).sentence())
        .startsWith("synchronize-key waits: kms2: its KMS still runs");
    Tick tick = drive();

    assertThat(tick.sentence())
        .isEqualTo("blocked at synchronize-key: kms2: its KMS still runs after it was stopped");
    assertThat(standing().code()).isEqualTo("kms-still-runs");
    assertThat(standing().whatToDo())
        .containsExactly("see what keeps it running on kms2", "then: keyparity run resume");
    assertThat(bench.fleet.host("kms2").file).isEqualTo(Ring.of("kms2"));
    assertThat(bench.fleet.host("kms3").process).isEqualTo(Ring.of("kms3"));

    bench.fleet.host("kms2").reportEdit = report -> report;
    assertThat(resumed().sentence()).startsWith("done in");
    assertThat(bench.fleet.downAtOnceMax()).isEqualTo(1);
  }

  /** I11: a supervisor that brings the KMS back is not fought for ever. */
  @Test
  void synchronize_kmsIsStartedAgainByOthers_blocksAfterThreeStops() throws Exception {
    giveWay();
    onNote(
        "stop kms2",
        () ->
            bench.fleet.host("kms2").reportEdit =
                kms(KmsProcess.State.UP, "started by its supervisor")::apply);

    assertThat(drive().sentence())
        .isEqualTo(
            "blocked at synchronize-key: kms2: its KMS was stopped 3 times and runs again:"
                + " something else starts it");
    assertThat(standing().code()).isEqualTo("kms-starts-again");
    assertThat(standing().whatToDo()).last().isEqualTo("then: keyparity run resume");
    assertThat(bench.fleet.host("kms2").file).isEqualTo(Ring.of("kms2"));

    bench.fleet.host("kms2").reportEdit = report -> report;
    assertThat(resumed().sentence()).startsWith("done in");
  }

  /** Started, and then gone: no other host is touched while this one does not serve. */
  @Test
  void synchronize_startedAndNotServing_waits_thenBlocked_andTheNextHostIsLeftAlone()
      throws Exception {
    bench.fleet.host("kms2").startsSlowly = true;

    assertThat(drive(Duration.ofMinutes(1)).sentence())
        .startsWith(
            "synchronize-key waits: kms2: its KMS is starting and does not serve the approved key"
                + " yet");
    Tick tick = drive();

    assertThat(tick.sentence())
        .isEqualTo(
            "blocked at synchronize-key: kms2: its KMS is starting and does not serve the approved"
                + " key yet");
    assertThat(standing().code()).isEqualTo("kms-not-serving");
    assertThat(standing().whatToDo())
        .containsExactly("see the log of the KMS on kms2 and start it, then: keyparity run resume");
    assertThat(bench.fleet.host("kms3").file).isNull();

    bench.fleet.host("kms2").startsSlowly = false;
    assertThat(resumed().sentence()).startsWith("done in");
  }

  /** Between the install and the look at it somebody wrote there: its KMS must not start. */
  @Test
  void synchronize_installedAndThenNotInParity_failsWithTheKmsDown() throws Exception {
    giveWay();
    AtomicInteger seen = new AtomicInteger();
    onNote(
        "install kms2",
        () -> {
          // First when it begins, then when it is done.
          if (seen.incrementAndGet() == 2) {
            bench.fleet.host("kms2").file = Ring.of("intruder");
          }
        });

    Tick tick = drive();

    assertThat(tick.sentence())
        .isEqualTo(
            "failed at synchronize-key: kms2: after the install its key file is not the approved"
                + " one");
    assertThat(bench.journal(leader, plan.plan().run()).state()).isEqualTo(RunState.FAILED);
    assertThat(standing().code()).isEqualTo("not-in-parity");
    assertThat(standing().whatToDo())
        .containsExactly("do not start its KMS; keyparity status shows what is there");
    assertThat(bench.fleet.host("kms2").process).isNull();
    assertThat(bench.fleet.history()).doesNotContain("start kms2");
    assertThat(bench.fleet.host("kms3").process).isEqualTo(Ring.of("kms3"));
  }

  /** The file was changed after its install, before the last restart of it. */
  @Test
  void restart_fileNotTheApprovedOneAnyMore_notStopped_blocked() throws Exception {
    begin(AdoptRunTest.uniform(), EnablementBench.request(PlanKind.ENABLE));
    onNote("stop kms1", () -> bench.fleet.host("kms2").file = Ring.of("intruder"));

    Tick tick = drive();

    assertThat(tick.sentence())
        .isEqualTo("blocked at restart-kms: kms2: its key file is not the approved one any more");
    assertThat(standing().code()).isEqualTo("not-in-parity");
    assertThat(standing().whatToDo())
        .containsExactly("keyparity run abort, then: keyparity repair HOST");
    assertThat(bench.fleet.host("kms2").process).isEqualTo(KEY);
  }

  /** A pair that only a KMS's memory opened proves nothing of its ring. */
  @Test
  void validate_matrixFromMemory_isTriedAgain_thenBlocked_andProvenOnceTheCachesRanOut()
      throws Exception {
    bench.fleet.kms.remembers.add("kms3");

    Tick waits = drive(Duration.ofSeconds(20));
    assertThat(waits.sentence())
        .contains("not proven, hosts still remember an older version of keyparity_probe");
    Tick tick = drive();

    assertThat(tick.sentence())
        .isEqualTo(
            "blocked at validate-key-operations: not proven, hosts still remember an older version"
                + " of keyparity_probe: kms1 to kms3: from memory only; kms2 to kms3: from memory"
                + " only");
    assertThat(standing().code()).isEqualTo("matrix-from-memory");
    assertThat(standing().whatToDo())
        .containsExactly("keyparity run resume tries again once their caches have run out");

    bench.fleet.kms.remembers.clear();
    assertThat(resumed().sentence()).startsWith("done in");
  }
}
