package dev.keyparity.coordinator.enablement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanOutcome;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.TestRevocations;
import dev.keyparity.coordinator.workflow.Tick;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A host less: clients first, the host last; nothing of it is deleted, no other is touched. */
class RemoveHostRunTest {
  private static final Ring KEY = Ring.of("kms1");
  private static final String HOST = "kms3";

  /** kms1, kms2 and kms3 are in service. */
  static EnablementBench inService() {
    return adopted(AdoptRunTest.uniform());
  }

  /** The same, with a client that is pointed at all three and something that depends on them. */
  static EnablementBench inServiceWithClients() {
    EnablementBench bench = AdoptRunTest.uniform().withDependantAndClient();
    bench
        .fleet
        .host("edge1")
        .settings
        .put(
            "core-site.xml/hadoop.security.key.provider.path",
            "kms://http@kms1;kms2;kms3:16000/kms");
    return adopted(bench);
  }

  /** Only kms1 and kms2 are. */
  static EnablementBench twoInService() {
    EnablementBench bench = AdoptRunTest.uniform();
    bench.fleet.spec = bench.fleet.spec.without(List.of(HOST));
    return adopted(bench);
  }

  private static EnablementBench adopted(EnablementBench bench) {
    bench.withSettingsInPlace();
    try {
      var leader = bench.leader();
      PlanRecord plan = bench.begin(leader, EnablementBench.request(PlanKind.ADOPT));
      bench.drive(leader, plan.plan().run());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    bench.fleet.forgetHistory();
    return bench;
  }

  private static IdentityStatement recorded(EnablementBench.Leader leader) {
    return leader.statements.find(FakeFleet.SERVICE).orElseThrow().statement();
  }

  private static RunJournal removed(
      EnablementBench bench, EnablementBench.Leader leader, String host, String... gone)
      throws InterruptedException {
    PlanRecord plan = bench.begin(leader, EnablementBench.removeHost(host, gone));
    Tick tick = bench.drive(leader, plan.plan().run());
    assertThat(tick.sentence()).startsWith("done in");
    return bench.journal(leader, plan.plan().run());
  }

  private static void abort(EnablementBench.Leader leader, PlanRecord plan) {
    leader.engine.abort(
        FakeFleet.SERVICE, plan.plan().run(), "alice", "another way", TestRevocations.unread());
  }

  @Test
  void remove_stopsItUnderPermits_thenEveryAgentLearnsIt_andItsKeyStays() throws Exception {
    EnablementBench bench = inService();
    var leader = bench.leader();
    IdentityStatement before = recorded(leader);

    RunJournal journal = removed(bench, leader, HOST);

    List<String> history = bench.fleet.history();
    assertThat(history)
        .contains("stop kms3")
        .noneMatch(what -> what.startsWith("start ") || what.startsWith("install "))
        .doesNotContain("stop kms1", "stop kms2");
    assertThat(history.indexOf("put-statement kms1")).isGreaterThan(history.indexOf("stop kms3"));
    assertThat(history.indexOf("put-statement kms3"))
        .as("it is told last")
        .isGreaterThan(history.indexOf("put-statement kms2"));
    IdentityStatement after = recorded(leader);
    assertThat(after.hosts()).containsExactly("kms1", "kms2");
    assertThat(after.generation()).isEqualTo(before.generation() + 1);
    assertThat(after.keyIdentity()).isEqualTo(before.keyIdentity());
    assertThat(after.files()).isEqualTo(before.files());
    for (String host : bench.spec().hostNames()) {
      assertThat(bench.fleet.host(host).statement).as(host).isEqualTo(after);
    }
    assertThat(bench.fleet.host(HOST).file).as("its key stays").isEqualTo(KEY);
    assertThat(bench.fleet.host(HOST).process).isNull();
    assertThat(journal.step(StepIds.REMOVE_HOST).orElseThrow().note())
        .startsWith("kms3 is out by statement 2; its KMS is down; its key stays in /var/lib");
  }

  /** A copy that a host keeps which leaves would soon be nobody's. */
  @Test
  void remove_backupsOfThisRunAreKeptByHostsThatStay() throws Exception {
    EnablementBench bench = inService();
    bench.fleet.host(HOST).copies.clear();

    removed(bench, bench.leader(), HOST);

    assertThat(bench.fleet.host(HOST).copies).isEmpty();
    assertThat(bench.fleet.host(HOST).backups).isNotEmpty();
    assertThat(bench.fleet.host("kms1").copies).anyMatch(copy -> copy.endsWith("kms3"));
  }

  @Test
  void remove_clientsArePointedPastItBeforeItStops() throws Exception {
    EnablementBench bench = inServiceWithClients();
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.removeHost(HOST));
    bench.drive(leader, plan.plan().run());

    assertThat(bench.journal(leader, plan.plan().run()).state().standsStill())
        .as("dependants wait for an explicit go")
        .isTrue();
    assertThat(bench.fleet.host("edge1").settings)
        .containsEntry(
            "core-site.xml/hadoop.security.key.provider.path", "kms://http@kms1;kms2:16000/kms");
    assertThat(bench.fleet.history()).doesNotContain("stop kms3");

    leader.engine.resume(FakeFleet.SERVICE, plan.plan().run(), null, Map.of());
    assertThat(bench.drive(leader, plan.plan().run()).sentence()).startsWith("done in");
    assertThat(bench.fleet.history()).contains("restart namenode", "stop kms3");
  }

  /** Operators sign for the host by name, and for the stop of no other. */
  @Test
  void plan_allowsItsStopAndItsRemovalByName_andNothingElse() throws Exception {
    EnablementBench bench = inService();
    PlanRecord plan = bench.plan(bench.leader(), EnablementBench.removeHost(HOST)).orElseThrow();

    List<Act> acts = plan.acts().map(Warrant::acts).orElseThrow();
    assertThat(acts)
        .extracting(Act::verb)
        .containsExactlyInAnyOrder(Verb.APPROVE_IDENTITY, Verb.REMOVE_HOST, Verb.STOP);
    assertThat(acts)
        .filteredOn(act -> act.verb() != Verb.APPROVE_IDENTITY)
        .allMatch(act -> act.host().equals(HOST));
  }

  @Test
  void remove_hostThatIsDownAlready_isNotStopped() throws Exception {
    EnablementBench bench = inService();
    bench.fleet.host(HOST).process = null;

    removed(bench, bench.leader(), HOST);

    assertThat(bench.fleet.history()).doesNotContain("stop kms3");
    assertThat(bench.fleet.host(HOST).statement).isEqualTo(bench.fleet.host("kms1").statement);
  }

  /** Whoever starts it between our stop and the statement starts a host of the service. */
  @Test
  void remove_kmsStartedAgainMeanwhile_isAskedAndStoppedOnceMore() throws Exception {
    EnablementBench bench = inService();
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.removeHost(HOST));
    while (!bench.fleet.history().contains("stop kms3")) {
      leader.engine.runOnce(FakeFleet.SERVICE, plan.plan().run());
    }
    bench.fleet.clock.advance(Duration.ofSeconds(1));
    bench.fleet.startKms(bench.fleet.host(HOST));

    assertThat(bench.drive(leader, plan.plan().run()).sentence()).startsWith("done in");
    assertThat(bench.fleet.history().stream().filter("stop kms3"::equals)).hasSize(2);
    assertThat(bench.fleet.host(HOST).process).isNull();
  }

  /** From the first agent that was told on there is only forward; what runs is said. */
  @Test
  void remove_kmsStartedAgainOnceAgentsWereTold_isOutAndSaidToRun() throws Exception {
    EnablementBench bench = inService();
    bench.fleet.onNote(
        what -> {
          if (what.equals("put-statement kms3")) {
            bench.fleet.clock.advance(Duration.ofSeconds(1));
            bench.fleet.startKms(bench.fleet.host(HOST));
          }
        });

    RunJournal journal = removed(bench, bench.leader(), HOST);

    assertThat(journal.step(StepIds.REMOVE_HOST).orElseThrow().note())
        .startsWith("kms3 is out by statement 2; its KMS was started again: stop it by hand");
  }

  @Test
  void plan_driftedHostThatAloneOpensSomething_isRefused() throws Exception {
    EnablementBench bench = inService();
    bench.fleet.host(HOST).serving(Ring.of(HOST));
    bench.fleet.kms.key("payroll", 2, HOST);
    var leader = bench.leader();

    assertRefused(
        bench.plan(leader, EnablementBench.removeHost(HOST)),
        ErrorCode.KEY_WOULD_BE_LOST,
        "if kms3 leaves, these become unreadable for ever: payroll@0..1",
        "docs/operations/copy-out.md",
        "keyparity key forget kms-prod payroll@0");
  }

  /** What is made between the plan and the stop counts: it is asked once more, after clients. */
  @Test
  void remove_somethingIsMadeOnItAfterThePlan_isBlockedBeforeTheStop() throws Exception {
    EnablementBench bench = inService();
    bench.fleet.host(HOST).serving(Ring.of(HOST));
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.removeHost(HOST));
    bench.fleet.kms.key("payroll", 1, HOST);

    Tick tick = bench.drive(leader, plan.plan().run());

    assertThat(tick.sentence())
        .startsWith(
            "blocked at remove-host: if kms3 leaves, these become unreadable for ever: payroll@0");
    assertThat(bench.fleet.history()).doesNotContain("stop kms3");
    assertThat(recorded(leader).hosts()).contains(HOST);
  }

  /** They are keyparity's own, and nobody is to be told for ever that they open nowhere. */
  @Test
  void remove_probeVersionsThatOnlyItOpens_areGivenUp() throws Exception {
    EnablementBench bench = inService();
    bench.fleet.host(HOST).serving(Ring.of(HOST));
    bench.fleet.kms.key(FakeFleet.PROBE, 1, HOST);
    var leader = bench.leader();

    removed(bench, leader, HOST);

    assertThat(leader.evidence.forgotten(FakeFleet.SERVICE).versions())
        .extracting(Object::toString)
        .containsExactly(FakeFleet.PROBE + "@0");
    assertThat(bench.fleet.host(HOST).file).as("its own key stays").isEqualTo(Ring.of(HOST));
  }

  /** A stopped KMS with a foreign key opens nobody knows what. */
  @Test
  void plan_driftedHostThatIsDown_isRefusedUntilItCanBeAsked() throws Exception {
    EnablementBench bench = inService();
    bench.fleet.host(HOST).file = Ring.of(HOST);
    bench.fleet.host(HOST).process = null;

    assertRefused(
        bench.plan(bench.leader(), EnablementBench.removeHost(HOST)),
        ErrorCode.BLOCKED,
        "what would be lost is not known");
  }

  /** I5: the last one that serves is not stopped, though it is the one that is to go. */
  @Test
  void remove_noOtherServes_isBlockedAndNothingIsStopped() throws Exception {
    EnablementBench bench = inService();
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.removeHost(HOST));
    bench.fleet.kms.key("orders", 1, "kms1");
    bench.fleet.host("kms1").loadSeen = false;
    bench.fleet.host("kms2").loadSeen = false;

    Tick tick = bench.drive(leader, plan.plan().run());

    assertThat(tick.sentence()).startsWith("blocked at remove-host: kms3 is not stopped");
    assertThat(bench.fleet.history()).doesNotContain("stop kms3");
  }

  @Test
  void remove_itsAgentDiesBeforeItIsTold_isBlocked_andTheServiceGoesOnWithoutIt() throws Exception {
    EnablementBench bench = inService();
    var leader = bench.leader();
    bench.fleet.onNote(what -> bench.fleet.host(HOST).silent |= what.equals("put-statement kms2"));
    PlanRecord plan = bench.begin(leader, EnablementBench.removeHost(HOST));

    Tick tick = bench.drive(leader, plan.plan().run());

    assertThat(tick.sentence())
        .startsWith("blocked at remove-host: kms3 is out of the service by statement 2, and its");
    assertThat(recorded(leader).hosts()).containsExactly("kms1", "kms2");
    bench.fleet.onNote(what -> {});
    bench.fleet.host(HOST).silent = false;
    leader.engine.resume(FakeFleet.SERVICE, plan.plan().run(), null, Map.of());
    assertThat(bench.drive(leader, plan.plan().run()).sentence()).startsWith("done in");
    assertThat(bench.fleet.host(HOST).statement).isEqualTo(recorded(leader));
  }

  /** What was stopped and not removed is removed by the next run, as it is. */
  @Test
  void remove_abortedAfterItsStop_thenGone_isFinishedByTheNextRun() throws Exception {
    EnablementBench bench = inService();
    var leader = bench.leader();
    bench.fleet.onNote(what -> bench.fleet.host("kms2").silent |= what.equals("stop kms3"));
    PlanRecord first = bench.begin(leader, EnablementBench.removeHost(HOST));
    assertThat(bench.drive(leader, first.plan().run()).sentence())
        .startsWith("blocked at remove-host: no fresh report of kms2");
    bench.fleet.onNote(what -> {});
    abort(leader, first);
    bench.fleet.host("kms2").silent = false;
    bench.fleet.host(HOST).silent = true;

    removed(bench, leader, HOST, HOST);

    assertThat(recorded(leader).hosts()).containsExactly("kms1", "kms2");
    assertThat(bench.fleet.history().stream().filter("stop kms3"::equals)).hasSize(1);
  }

  @Test
  void gone_isTakenOutAsItIs_andNothingIsAskedOfIt() throws Exception {
    EnablementBench bench = inService();
    bench.fleet.host(HOST).silent = true;
    var leader = bench.leader();

    RunJournal journal = removed(bench, leader, HOST, HOST);

    assertThat(bench.fleet.history()).noneMatch(what -> what.endsWith(" kms3"));
    assertThat(bench.fleet.host(HOST).process).as("it may run still").isEqualTo(KEY);
    assertThat(recorded(leader).hosts()).containsExactly("kms1", "kms2");
    assertThat(journal.step(StepIds.REMOVE_HOST).orElseThrow().note())
        .isEqualTo(
            "kms3 is out by statement 2; nothing was asked of it, and its KMS may still run"
                + " somewhere");
  }

  @Test
  void gone_answersAgainInTheMiddle_isBlockedWithNothingSaid() throws Exception {
    EnablementBench bench = inService();
    bench.fleet.host(HOST).silent = true;
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.removeHost(HOST, HOST));
    bench.fleet.onNote(what -> bench.fleet.host(HOST).silent &= !what.startsWith("backup"));

    Tick tick = bench.drive(leader, plan.plan().run());

    assertThat(tick.sentence())
        .isEqualTo("blocked at remove-host: kms3 is not gone: its agent answers again");
    assertThat(bench.fleet.history()).noneMatch(what -> what.startsWith("put-statement"));
  }

  @Test
  void gone_whileItAnswers_isRefused() throws Exception {
    EnablementBench bench = inService();
    assertRefused(
        bench.plan(bench.leader(), EnablementBench.removeHost(HOST, HOST)),
        ErrorCode.USAGE,
        "gone: the agent of kms3 answers",
        "keyparity host remove kms-prod kms3");
  }

  @Test
  void gone_versionThatNobodyOpensAnyMore_isRefused() throws Exception {
    EnablementBench bench = inService();
    bench.fleet.host(HOST).silent = true;
    bench.fleet.kms.key("payroll", 1, HOST);
    assertRefused(
        bench.plan(bench.leader(), EnablementBench.removeHost(HOST, HOST)),
        ErrorCode.KEY_WOULD_BE_LOST,
        "no host that stays opens: payroll@0");
  }

  /** Else a service of two hosts of which one died could never have two again. */
  @Test
  void gone_oneIsLeftAlone_andAnotherCanBeAdded() throws Exception {
    EnablementBench bench = twoInService();
    bench.fleet.host("kms2").silent = true;
    var leader = bench.leader();

    removed(bench, leader, "kms2", "kms2");

    assertThat(recorded(leader).hosts()).containsExactly("kms1");
    bench.fleet.spec = FakeFleet.spec(true, List.of(), List.of()).without(List.of("kms2"));
    bench.fleet.host(HOST).file = null;
    bench.fleet.host(HOST).process = null;
    PlanRecord added = bench.begin(leader, EnablementBench.addHost(HOST));
    assertThat(bench.drive(leader, added.plan().run()).sentence()).startsWith("done in");
    assertThat(recorded(leader).hosts()).containsExactly("kms1", HOST);
    assertThat(bench.fleet.host(HOST).process).isEqualTo(KEY);
  }

  /** A run that added it told agents of it and was aborted before that was on record. */
  @Test
  void remove_hostOfAnAbortedAdd_agentsForgetItAgain() throws Exception {
    EnablementBench bench = AddHostRunTest.declared();
    var leader = bench.leader();
    bench.fleet.onNote(
        what -> bench.fleet.host("kms2").silent |= what.equals("put-statement kms1"));
    PlanRecord adding = bench.begin(leader, EnablementBench.addHost(HOST));
    bench.drive(leader, adding.plan().run());
    bench.fleet.onNote(what -> {});
    bench.fleet.host("kms2").silent = false;
    abort(leader, adding);
    assertThat(recorded(leader).hosts()).doesNotContain(HOST);
    assertThat(bench.fleet.host("kms1").statement)
        .isNotNull()
        .satisfies(told -> assertThat(told.hosts()).contains(HOST));

    removed(bench, leader, HOST);

    for (String host : List.of("kms1", "kms2")) {
      assertThat(bench.fleet.host(host).statement).as(host).isEqualTo(recorded(leader));
    }
  }

  @Test
  void plan_hostThatNoStatementLists_saysThatOnlyTheFileHasIt() throws Exception {
    EnablementBench bench = AddHostRunTest.declared();
    assertRefused(
        bench.plan(bench.leader(), EnablementBench.removeHost(HOST)),
        ErrorCode.HOST_NOT_LISTED,
        "only the service file has it");
  }

  @Test
  void plan_oneWouldBeLeftAlone_isRefused() throws Exception {
    EnablementBench bench = twoInService();
    assertRefused(
        bench.plan(bench.leader(), EnablementBench.removeHost("kms2")),
        ErrorCode.LAST_SERVING,
        "kms1 would be left alone",
        "keyparity host add kms-prod");
  }

  @Test
  void plan_hostThatThereIsNot_isRefused() throws Exception {
    EnablementBench bench = inService();
    assertRefused(
        bench.plan(bench.leader(), EnablementBench.removeHost("kms9")),
        ErrorCode.NO_SUCH_HOST,
        "'kms9' is no host of kms-prod");
    bench.fleet.spec = bench.fleet.spec.without(List.of(HOST));
    assertRefused(
        bench.plan(bench.leader(), EnablementBench.removeHost(HOST)),
        ErrorCode.USAGE,
        "a host by statement 1 and not in the service file",
        "the file is last");
  }

  @Test
  void plan_silentHost_saysHowItLeavesWhenItIsGone() throws Exception {
    EnablementBench bench = inService();
    bench.fleet.host(HOST).silent = true;
    assertRefused(
        bench.plan(bench.leader(), EnablementBench.removeHost(HOST)),
        ErrorCode.PEER_UNREACHABLE,
        "agent of kms3",
        "keyparity host remove kms-prod kms3 --gone");
  }

  /** A run that removes a host must not hide a drift of another. */
  @Test
  void plan_whileAnotherDrifted_isRefused() throws Exception {
    EnablementBench bench = inService();
    bench.fleet.host("kms2").file = Ring.of("rogue");
    assertRefused(
        bench.plan(bench.leader(), EnablementBench.removeHost(HOST)),
        ErrorCode.NOT_IN_PARITY,
        "kms2 does not hold the approved key",
        "keyparity repair kms-prod kms2");
  }

  private static void assertRefused(PlanOutcome outcome, ErrorCode code, String... words) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            PlanOutcome.Refused.class,
            refused -> {
              assertThat(refused.code()).as(refused.message()).isEqualTo(code);
              assertThat(refused.message() + " " + refused.whatToDo()).contains(words);
            });
  }
}
