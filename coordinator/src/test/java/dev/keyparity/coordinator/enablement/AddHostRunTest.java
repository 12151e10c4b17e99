package dev.keyparity.coordinator.enablement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanOutcome;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.coordinator.workflow.StepState;
import dev.keyparity.coordinator.workflow.TestRevocations;
import dev.keyparity.coordinator.workflow.Tick;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A host more: it gets the approved key before it serves, and nobody else is touched. */
class AddHostRunTest {
  private static final Ring KEY = Ring.of("kms1");
  private static final String HOST = "kms3";

  /** kms1 and kms2 are in service; kms3 was declared since, and its KMS never started. */
  static EnablementBench declared() {
    EnablementBench bench = AdoptRunTest.uniform();
    bench.fleet.host(HOST).file = null;
    bench.fleet.host(HOST).process = null;
    return inService(bench);
  }

  /** The same, but clients and what depends on the KMS are declared, too. */
  static EnablementBench declaredWithClients() {
    EnablementBench bench = AdoptRunTest.uniform().withDependantAndClient();
    bench.fleet.host(HOST).file = null;
    bench.fleet.host(HOST).process = null;
    return inService(bench);
  }

  /** Somebody started kms3 too early: it made a key of its own. */
  static EnablementBench startedTooEarly() {
    EnablementBench bench = declared();
    bench.fleet.host(HOST).serving(Ring.of(HOST));
    return bench;
  }

  private static EnablementBench inService(EnablementBench bench) {
    ServiceSpec all = bench.fleet.spec;
    bench.withSettingsInPlace();
    bench.fleet.spec = all.without(List.of(HOST));
    try {
      var leader = bench.leader();
      PlanRecord plan = bench.begin(leader, EnablementBench.request(PlanKind.ADOPT));
      bench.drive(leader, plan.plan().run());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    bench.fleet.spec = all;
    bench.fleet.forgetHistory();
    return bench;
  }

  private static RunJournal added(EnablementBench bench, EnablementBench.Leader leader)
      throws InterruptedException {
    PlanRecord plan = bench.begin(leader, EnablementBench.addHost(HOST));

    Tick tick = bench.drive(leader, plan.plan().run());

    assertThat(tick.sentence()).startsWith("done in");
    assertThat(bench.fleet.host(HOST).file).isEqualTo(KEY);
    assertThat(bench.fleet.host(HOST).process).isEqualTo(KEY);
    return bench.journal(leader, plan.plan().run());
  }

  @Test
  void add_keylessHost_getsTheKeyThenServes_andMembersAreNotRestarted() throws Exception {
    EnablementBench bench = declared();
    var leader = bench.leader();
    IdentityStatement before = leader.statements.find(FakeFleet.SERVICE).orElseThrow().statement();

    RunJournal journal = added(bench, leader);

    List<String> history = bench.fleet.history();
    assertThat(history).doesNotContain("stop kms1", "stop kms2", "start kms1", "start kms2");
    assertThat(history.indexOf("install kms3")).isBetween(0, history.indexOf("start kms3") - 1);
    assertThat(history).as("it never ran before").doesNotContain("stop kms3");
    assertThat(bench.fleet.downAtOnceMax()).isZero();
    IdentityStatement after = leader.statements.find(FakeFleet.SERVICE).orElseThrow().statement();
    assertThat(after.hosts()).containsExactly("kms1", "kms2", "kms3");
    assertThat(after.generation()).isEqualTo(before.generation() + 1);
    assertThat(after.keyIdentity()).isEqualTo(before.keyIdentity());
    assertThat(after.files()).isEqualTo(before.files());
    for (String host : bench.spec().hostNames()) {
      assertThat(bench.fleet.host(host).statement).as(host).isEqualTo(after);
    }
    assertThat(journal.step(StepIds.RESTART_KMS).orElseThrow().state())
        .isEqualTo(StepState.SKIPPED);
    assertThat(journal.step(StepIds.VALIDATE_KEY_OPERATIONS).orElseThrow().note())
        .startsWith("6 of 6 pairs decrypt");
  }

  /** Who holds the old statement counts no copy on a host that it does not list. */
  @Test
  void add_copiesOfMembersAreKeptByMembers() throws Exception {
    EnablementBench bench = declared();

    added(bench, bench.leader());

    assertThat(bench.fleet.host("kms2").copies).isNotEmpty();
    assertThat(bench.fleet.host(HOST).copies).isEmpty();
  }

  /** Operators sign for the host by name, and for nothing that the others do not need. */
  @Test
  void plan_allowsTheHostByName_andNoStopOfAMember() throws Exception {
    EnablementBench bench = declared();
    PlanRecord plan = bench.plan(bench.leader(), EnablementBench.addHost(HOST)).orElseThrow();

    List<Act> acts = plan.acts().map(Warrant::acts).orElseThrow();
    assertThat(acts)
        .filteredOn(act -> act.verb() == Verb.ADD_HOST)
        .singleElement()
        .satisfies(act -> assertThat(act.host()).isEqualTo(HOST));
    assertThat(acts)
        .filteredOn(act -> act.verb() == Verb.STOP || act.verb() == Verb.INSTALL)
        .allMatch(act -> act.host().equals(HOST));
    assertThat(plan.plan().reference()).isEqualTo("kms1");
  }

  /** Whoever sends clients there before it is proven sends them to a wall. */
  @Test
  void add_clientsLearnOfTheHostOnlyOnceEveryPairDecrypts() throws Exception {
    EnablementBench bench = declaredWithClients();
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.addHost(HOST));
    bench.drive(leader, plan.plan().run());
    RunJournal held = bench.journal(leader, plan.plan().run());

    List<StepId> order = held.steps().stream().map(step -> step.id()).toList();
    assertThat(order.indexOf(StepIds.VALIDATE_KEY_OPERATIONS))
        .isLessThan(order.indexOf(StepIds.DEPLOY_CLIENT_CONFIG));
    assertThat(held.state().standsStill()).as("dependants wait for an explicit go").isTrue();
    assertThat(bench.fleet.host("edge1").settings)
        .containsEntry(
            "core-site.xml/hadoop.security.key.provider.path",
            "kms://http@kms1;kms2;kms3:16000/kms");
    assertThat(bench.fleet.history()).noneMatch(what -> what.startsWith("run-dependant"));

    leader.engine.resume(FakeFleet.SERVICE, plan.plan().run(), null, Map.of());
    assertThat(bench.drive(leader, plan.plan().run()).sentence()).startsWith("done in");
  }

  /** The same key was put there by hand: nothing is replaced, and it is started. */
  @Test
  void add_hostThatHoldsTheApprovedKey_isStartedAsItIs() throws Exception {
    EnablementBench bench = declared();
    bench.fleet.host(HOST).file = KEY;

    added(bench, bench.leader());

    assertThat(bench.fleet.history()).contains("start kms3").doesNotContain("install kms3");
  }

  /** A member that has a setting to change takes its restart alone, under permits. */
  @Test
  void add_memberWithoutASharedSetting_isRestartedAlone() throws Exception {
    EnablementBench bench = declared();
    bench.fleet.host("kms2").settings.clear();

    added(bench, bench.leader());

    assertThat(bench.fleet.history())
        .contains("stop kms2", "start kms2")
        .doesNotContain("stop kms1");
    assertThat(bench.fleet.downAtOnceMax()).isEqualTo(1);
  }

  private static void abort(EnablementBench.Leader leader, PlanRecord plan) {
    leader.engine.abort(
        FakeFleet.SERVICE, plan.plan().run(), "alice", "named next", TestRevocations.unread());
  }

  @Test
  void add_hostWithAnotherKey_blockedAfterBackup_thenNamedAndDone() throws Exception {
    EnablementBench bench = startedTooEarly();
    var leader = bench.leader();
    PlanRecord first = bench.begin(leader, EnablementBench.addHost(HOST));

    Tick tick = bench.drive(leader, first.plan().run());

    assertThat(tick.sentence()).startsWith("blocked at divergence: hosts hold different keys: ");
    RunJournal blocked = bench.journal(leader, first.plan().run());
    assertThat(blocked.standing().whatToDo())
        .containsExactly(
            "keyparity run abort kms-prod --reason …, then: keyparity host add kms-prod kms3"
                + " --give-way "
                + Ring.of(HOST).primary());
    assertThat(bench.fleet.history())
        .allMatch(what -> what.startsWith("backup ") || what.startsWith("cop"));
    assertThat(leader.statements.find(FakeFleet.SERVICE).orElseThrow().statement().hosts())
        .containsExactly("kms1", "kms2");

    abort(leader, first);
    PlanRecord named = bench.begin(leader, EnablementBench.addHost(HOST, Ring.of(HOST)));
    Tick done = bench.drive(leader, named.plan().run());

    assertThat(done.sentence()).startsWith("done in");
    assertThat(bench.fleet.host(HOST).process).isEqualTo(KEY);
    assertThat(bench.fleet.host(HOST).backups)
        .anyMatch(backup -> backup.getSecringSha256().equals(Ring.of(HOST).sha256()));
    assertThat(bench.fleet.downAtOnceMax()).isEqualTo(1);
  }

  /** Nothing that only the new host opens is lost for the sake of adding it. */
  @Test
  void add_hostAloneOpensSomething_isRefused() throws Exception {
    EnablementBench bench = startedTooEarly();
    bench.fleet.kms.key("payroll", 2, HOST);
    var leader = bench.leader();
    PlanRecord first = bench.begin(leader, EnablementBench.addHost(HOST));
    bench.drive(leader, first.plan().run());
    assertThat(bench.journal(leader, first.plan().run()).standing().reason())
        .contains("unreadable for ever: payroll@0..1");
    abort(leader, first);

    assertThat(bench.plan(leader, EnablementBench.addHost(HOST, Ring.of(HOST))))
        .isInstanceOfSatisfying(
            PlanOutcome.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.KEY_WOULD_BE_LOST);
              assertThat(refused.message()).contains("payroll@0..1");
            });
  }

  /** From the statement on its permit would be asked for; nothing of the others depends on it. */
  private static PlanRecord goesSilentOnceItIsListed(
      EnablementBench bench, EnablementBench.Leader leader) throws InterruptedException {
    bench.fleet.onNote(what -> bench.fleet.host(HOST).silent |= what.equals("backup " + HOST));
    PlanRecord plan = bench.begin(leader, EnablementBench.addHost(HOST));
    Tick tick = bench.drive(leader, plan.plan().run());
    assertThat(tick.sentence()).startsWith("blocked at synchronize-key: no fresh report of kms3");
    assertThat(bench.fleet.host(HOST).file).isNull();
    bench.fleet.onNote(what -> {});
    return plan;
  }

  @Test
  void add_hostGoesSilentInTheMiddle_blockedThenResumed() throws Exception {
    EnablementBench bench = declared();
    var leader = bench.leader();
    PlanRecord plan = goesSilentOnceItIsListed(bench, leader);

    bench.fleet.host(HOST).silent = false;
    leader.engine.resume(FakeFleet.SERVICE, plan.plan().run(), null, Map.of());

    assertThat(bench.drive(leader, plan.plan().run()).sentence()).startsWith("done in");
    assertThat(bench.fleet.host(HOST).process).isEqualTo(KEY);
  }

  @Test
  void add_hostIsGoneInTheMiddle_anotherHostIsStillMended() throws Exception {
    EnablementBench bench = declared();
    var leader = bench.leader();
    abort(leader, goesSilentOnceItIsListed(bench, leader));
    bench.fleet.host("kms2").file = null;

    PlanRecord repair = bench.begin(leader, EnablementBench.repair("kms2", HOST));

    assertThat(bench.drive(leader, repair.plan().run()).sentence()).startsWith("done in");
    assertThat(bench.fleet.host("kms2").file).isEqualTo(KEY);
  }

  private static void assertRefused(EnablementBench bench, ErrorCode code, String... words)
      throws InterruptedException {
    assertRefused(bench.plan(bench.leader(), EnablementBench.addHost(HOST)), code, words);
  }

  private static void assertRefused(PlanOutcome outcome, ErrorCode code, String... words) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            PlanOutcome.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.message() + " " + refused.whatToDo()).contains(words);
            });
  }

  /** Its agent has no statement to hold the file against: that comes with the run that adds it. */
  @Test
  void repairOfAHostThatIsNotPartYet_saysHowItBecomesOne() throws Exception {
    EnablementBench bench = declared();
    assertRefused(
        bench.plan(bench.leader(), EnablementBench.repair(HOST)),
        ErrorCode.USAGE,
        "not part of the service yet",
        "keyparity host add kms-prod kms3");
  }

  @Test
  void plan_nothingApprovedYet_isRefused() throws Exception {
    assertRefused(AdoptRunTest.uniform(), ErrorCode.STATEMENT_MISSING, "no key is approved");
  }

  @Test
  void plan_undeclaredHost_isRefused() throws Exception {
    EnablementBench bench = declared();
    assertRefused(
        bench.plan(bench.leader(), EnablementBench.addHost("kms9")),
        ErrorCode.NO_SUCH_HOST,
        "'kms9' is not declared",
        "--agent and --kms");
  }

  @Test
  void plan_hostThatIsPartAlready_isRefused() throws Exception {
    EnablementBench bench = declared();
    assertRefused(
        bench.plan(bench.leader(), EnablementBench.addHost("kms2")),
        ErrorCode.USAGE,
        "a host of the service already",
        "keyparity repair kms-prod kms2");
  }

  /** A run that adds a host must not spread a drift, nor hide one. */
  @Test
  void plan_whileAMemberDrifted_isRefused() throws Exception {
    EnablementBench bench = declared();
    bench.fleet.host("kms2").file = Ring.of("rogue");
    assertRefused(
        bench,
        ErrorCode.NOT_IN_PARITY,
        "kms2 does not hold the approved key",
        "keyparity repair kms-prod kms2");
  }

  @Test
  void plan_approvedHostThatIsNotDeclaredAnyMore_isRefused() throws Exception {
    EnablementBench bench = declared();
    bench.fleet.spec = bench.fleet.spec.without(List.of("kms1"));
    assertRefused(
        bench.plan(bench.leader(), EnablementBench.addHost(HOST)),
        ErrorCode.USAGE,
        "kms1 is a host by statement 1 and not in the service file");
  }

  @Test
  void plan_silentHost_isRefused() throws Exception {
    EnablementBench bench = declared();
    bench.fleet.host(HOST).silent = true;
    assertRefused(bench, ErrorCode.PEER_UNREACHABLE, "agent of kms3");
  }

  @Test
  void plan_namesAnotherKeyThanTheHostHolds_isRefused() throws Exception {
    EnablementBench bench = startedTooEarly();
    assertRefused(
        bench.plan(bench.leader(), EnablementBench.addHost(HOST, Ring.of("rogue"))),
        ErrorCode.USAGE,
        "gives way");
  }
}
