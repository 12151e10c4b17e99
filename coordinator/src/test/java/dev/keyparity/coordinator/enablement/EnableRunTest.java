package dev.keyparity.coordinator.enablement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.FakeFleet.VendorCheck;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanOutcome;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.coordinator.workflow.StepRecord;
import dev.keyparity.coordinator.workflow.StepState;
import dev.keyparity.coordinator.workflow.TestRevocations;
import dev.keyparity.coordinator.workflow.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole enablements on a fake fleet. */
class EnableRunTest {
  private static final Ring KEY = Ring.of("kms1");

  /** kms1 has served keys for long; kms2 and kms3 are installed and never started. */
  static EnablementBench joining() {
    EnablementBench bench = new EnablementBench().withRecoveryKeyProven();
    bench.fleet.host("kms1").serving(KEY);
    bench.fleet.kms.key("customer_pii", 4, "kms1");
    bench.fleet.kms.key("orders", 2, "kms1");
    return bench;
  }

  /** The incident that really happens: kms2 and kms3 were started too early. */
  static EnablementBench diverged() {
    EnablementBench bench = new EnablementBench().withRecoveryKeyProven();
    bench.fleet.host("kms1").serving(KEY);
    bench.fleet.host("kms2").serving(Ring.of("kms2"));
    bench.fleet.host("kms3").serving(Ring.of("kms3"));
    bench.fleet.kms.key("customer_pii", 4, "kms1");
    bench.fleet.kms.key(FakeFleet.PROBE, 1, "kms2");
    bench.fleet.kms.key(FakeFleet.PROBE, 1, "kms3");
    return bench;
  }

  @Test
  void enable_joiningHosts_allHoldAndServeTheKey() throws Exception {
    EnablementBench bench = joining();
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.request(PlanKind.ENABLE));

    Tick tick = bench.drive(leader, plan.plan().run());

    RunJournal journal = bench.journal(leader, plan.plan().run());
    assertThat(journal.standing().reason())
        .isEqualTo("3 of 3 hosts in parity; watched from now on");
    assertThat(tick.kind()).isEqualTo(Tick.Kind.ENDED);
    assertThat(journal.state()).isEqualTo(RunState.DONE);
    for (String host : bench.spec().hostNames()) {
      assertThat(bench.fleet.host(host).file).as(host).isEqualTo(KEY);
      assertThat(bench.fleet.host(host).process).as(host).isEqualTo(KEY);
    }
    assertThat(bench.fleet.downAtOnceMax()).isEqualTo(1);
    assertThat(bench.fleet.effects().values()).containsOnly(1);
    assertThat(journal.step(StepIds.RESTART_CLUSTER).map(StepRecord::state))
        .contains(StepState.SKIPPED);
  }

  @Test
  void enable_differentKeys_blockedGiveWayDone() throws Exception {
    EnablementBench bench = diverged();
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.request(PlanKind.ENABLE));

    Tick blocked = bench.drive(leader, plan.plan().run());

    assertThat(blocked.sentence()).startsWith("blocked at divergence: hosts hold different keys: ");
    RunJournal journal = bench.journal(leader, plan.plan().run());
    assertThat(journal.standing().code()).isEqualTo("divergence");

    bench.begin(
        leader,
        EnablementBench.giveWay(
            KEY, Map.of("kms2", Ring.of("kms2").primary(), "kms3", Ring.of("kms3").primary())));
    Tick done = bench.drive(leader, plan.plan().run());

    assertThat(done.sentence()).startsWith("done in");
    for (String host : bench.spec().hostNames()) {
      assertThat(bench.fleet.host(host).process).as(host).isEqualTo(KEY);
    }
    assertThat(bench.fleet.downAtOnceMax()).isEqualTo(1);
    assertThat(bench.fleet.effects().values()).containsOnly(1);
  }

  private static Tick enabled(EnablementBench bench, EnablementBench.Leader leader)
      throws InterruptedException {
    return bench.drive(
        leader, bench.begin(leader, EnablementBench.request(PlanKind.ENABLE)).plan().run());
  }

  private static RunJournal current(EnablementBench.Leader leader) {
    return leader
        .journals
        .load(FakeFleet.SERVICE, leader.journals.currentRun(FakeFleet.SERVICE).orElseThrow())
        .orElseThrow()
        .journal();
  }

  private static void giveWay(EnablementBench bench, EnablementBench.Leader leader)
      throws InterruptedException {
    bench.begin(
        leader,
        EnablementBench.giveWay(
            KEY, Map.of("kms2", Ring.of("kms2").primary(), "kms3", Ring.of("kms3").primary())));
  }

  private static Tick resumed(EnablementBench bench, EnablementBench.Leader leader)
      throws InterruptedException {
    leader.engine.resume(FakeFleet.SERVICE, current(leader).run(), null, Map.of());
    return bench.drive(leader, current(leader).run());
  }

  /** What an operator reads at 3 a.m.; and what was touched: backups and their copies only. */
  @Test
  void blocked_saysWhoHoldsWhatAndTheSafeWaysOn_andOnlyBacksUp() throws Exception {
    EnablementBench bench = diverged();
    bench.fleet.kms.key("payroll", 4, "kms3");
    var leader = bench.leader();

    Tick tick = enabled(bench, leader);

    assertThat(tick.sentence())
        .isEqualTo(
            "blocked at divergence: hosts hold different keys:"
                + " kms1 0281…497B, kms2 917E…DEF2, kms3 824E…AE95;"
                + " if the key of kms1 is kept, unreadable for ever: payroll@0..3");
    assertThat(current(leader).standing().whatToDo())
        .containsExactly(
            "isolate kms3 and copy out what is encrypted with payroll@0..3:"
                + " docs/operations/copy-out.md",
            "or ask the owner of payroll whether it may be lost, then: keyparity key forget"
                + " payroll@0 --reason …",
            "or ask the owner of payroll whether it may be lost, then: keyparity key forget"
                + " payroll@1 --reason …",
            "or ask the owner of payroll whether it may be lost, then: keyparity key forget"
                + " payroll@2 --reason …",
            "or ask the owner of payroll whether it may be lost, then: keyparity key forget"
                + " payroll@3 --reason …",
            "then: keyparity run resume --keep %s --give-way kms2=%s,kms3=%s"
                .formatted(KEY.primary(), Ring.of("kms2").primary(), Ring.of("kms3").primary()));
    assertThat(current(leader).facts())
        .containsEntry("holds.kms2", String.join(" ", primaryFirst(Ring.of("kms2"))));
    assertThat(bench.fleet.history())
        .allMatch(what -> what.startsWith("backup ") || what.startsWith("cop"));
  }

  private static List<String> primaryFirst(Ring ring) {
    List<String> all = new ArrayList<>(ring.fingerprints().stream().sorted().toList());
    all.remove(ring.primary());
    all.add(0, ring.primary());
    return all;
  }

  /** Something was sealed with a giving-way key after the operator signed: seen before it goes. */
  @Test
  void giveWay_somethingIsSealedWithThatKeyMeanwhile_blockedWithNothingReplaced() throws Exception {
    EnablementBench bench = diverged();
    var leader = bench.leader();
    enabled(bench, leader);
    giveWay(bench, leader);
    bench.fleet.kms.key("made_since", 1, "kms2");

    Tick tick = bench.drive(leader, current(leader).run());

    assertThat(tick.sentence())
        .isEqualTo(
            "blocked at divergence: if the keys of kms2, kms3 give way, these become unreadable"
                + " for ever: made_since@0");
    assertThat(bench.fleet.host("kms2").file).isEqualTo(Ring.of("kms2"));
    assertThat(bench.fleet.downAtOnceMax()).isZero();
  }

  /** The file on a giving-way host is not the one that was backed up and signed for. */
  @Test
  void giveWay_fileChangedSinceItWasBackedUp_blockedWithNothingStopped() throws Exception {
    EnablementBench bench = diverged();
    var leader = bench.leader();
    enabled(bench, leader);
    giveWay(bench, leader);
    bench.fleet.host("kms3").file = Ring.of("kms3").respelled();

    Tick tick = bench.drive(leader, current(leader).run());

    assertThat(tick.sentence())
        .isEqualTo("blocked at divergence: kms3: its key file changed since it was backed up");
    assertThat(bench.fleet.downAtOnceMax()).isZero();
  }

  /** The vendor's own check at start, while kms3 still holds another key. */
  @ParameterizedTest
  @EnumSource(
      value = VendorCheck.class,
      names = {"RUNNING", "PUBLISHED"})
  void vendorCheck_refusesTheFirstHost_blockedUntilStopsMayOverlap(VendorCheck check)
      throws Exception {
    EnablementBench bench = diverged();
    bench.fleet.publishRunning();
    bench.fleet.vendorCheck = check;
    var leader = bench.leader();
    enabled(bench, leader);
    giveWay(bench, leader);

    Tick tick = bench.drive(leader, current(leader).run());

    assertThat(tick.sentence())
        .isEqualTo(
            "blocked at synchronize-key: kms2: its KMS refuses to start while another host holds"
                + " another key: kms3 still to change");
    assertThat(current(leader).standing().code()).isEqualTo("vendor-refusal");
    assertThat(bench.fleet.host("kms1").process).isEqualTo(KEY);

    assertThat(String.join("\n", current(leader).standing().whatToDo()))
        .contains(
            "keyparity run resume kms-prod --keep %s --give-way kms3=%s --overlap"
                .formatted(KEY.primary(), Ring.of("kms3").primary()));

    bench.begin(
        leader, EnablementBench.overlapping(KEY, Map.of("kms3", Ring.of("kms3").primary())));

    assertThat(bench.drive(leader, current(leader).run()).sentence()).startsWith("done in");
    for (String host : bench.spec().hostNames()) {
      assertThat(bench.fleet.host(host).process).as(host).isEqualTo(KEY);
    }
    assertThat(bench.fleet.history()).filteredOn("stop kms1"::equals).hasSize(1);
    assertThat(bench.fleet.history().indexOf("install kms3"))
        .as("kms1 serves while both are down")
        .isLessThan(bench.fleet.history().indexOf("stop kms1"));
  }

  @Test
  void overlap_ofARunThatIsNotBlockedThere_isRefused() throws Exception {
    EnablementBench bench = diverged();
    var leader = bench.leader();
    enabled(bench, leader);

    assertThat(
            bench.plan(
                leader,
                EnablementBench.overlapping(
                    KEY,
                    Map.of("kms2", Ring.of("kms2").primary(), "kms3", Ring.of("kms3").primary()))))
        .isInstanceOfSatisfying(
            PlanOutcome.Refused.class,
            refused -> assertThat(refused.message()).contains("no run of kms-prod is blocked at"));
  }

  @Test
  void kmsDoesNotStart_blockedThere_noOtherHostTouched_resumedWhenMended() throws Exception {
    EnablementBench bench = joining();
    bench.fleet.host("kms2").startsBroken = true;
    var leader = bench.leader();

    Tick tick = enabled(bench, leader);

    assertThat(tick.sentence())
        .isEqualTo(
            "blocked at synchronize-key: kms2: KMS of kms-prod: its process ended again (expected:"
                + " serving)");
    assertThat(bench.fleet.history()).noneMatch(what -> what.startsWith("install kms3"));
    assertThat(bench.fleet.history()).noneMatch(what -> what.startsWith("stop"));

    bench.fleet.host("kms2").startsBroken = false;
    assertThat(resumed(bench, leader).sentence()).startsWith("done in");
    assertThat(bench.fleet.downAtOnceMax()).isEqualTo(1);
  }

  @Test
  void agentFallsSilentInTheMiddle_waits_thenBlocked_thenGoesOn() throws Exception {
    EnablementBench bench = diverged();
    var leader = bench.leader();
    enabled(bench, leader);
    giveWay(bench, leader);
    bench.fleet.host("kms3").silent = true;

    Tick waits = bench.drive(leader, current(leader).run(), Duration.ofSeconds(30));
    assertThat(waits.sentence())
        .startsWith("divergence waits: no fresh report of kms3: connection refused");
    Tick blocked = bench.drive(leader, current(leader).run());
    assertThat(blocked.sentence())
        .isEqualTo("blocked at divergence: no fresh report of kms3: connection refused");

    bench.fleet.host("kms3").silent = false;
    assertThat(resumed(bench, leader).sentence()).startsWith("done in");
  }

  /** I5 in the steps: nobody else serves, so nobody is stopped. */
  @Test
  void noOtherHostServes_notStopped_blocked() throws Exception {
    EnablementBench bench = diverged();
    var leader = bench.leader();
    enabled(bench, leader);
    giveWay(bench, leader);
    bench.fleet.onNote(
        what -> {
          if (what.equals("put-statement kms3")) {
            bench.fleet.host("kms1").process = null;
          }
        });

    Tick tick = bench.drive(leader, current(leader).run());

    assertThat(tick.sentence())
        .isEqualTo(
            "blocked at synchronize-key: kms2 is not stopped: no other host serves the approved"
                + " key (kms1: its KMS is down; kms3: its KMS serves another key)");
    assertThat(bench.fleet.downAtOnceMax()).isZero();
  }

  /** A KMS that started while its key file was being written: nobody saw which key it loaded. */
  @Test
  void synchronize_referenceServesWhatNobodySaw_blockedUntilItIsRestarted() throws Exception {
    EnablementBench bench = diverged();
    var leader = bench.leader();
    enabled(bench, leader);
    giveWay(bench, leader);
    bench.fleet.host("kms1").loadSeen = false;

    Tick tick = bench.drive(leader, current(leader).run());

    assertThat(tick.sentence())
        .startsWith("blocked at synchronize-key: kms2 is not stopped: no other host serves the")
        .contains("kms1: which key its KMS loaded is not known");
    assertThat(current(leader).standing().whatToDo())
        .containsExactly(
            "restart the KMS of kms1: its agent sees which key a KMS loads when it starts",
            "then: keyparity run resume");
    bench.fleet.host("kms1").loadSeen = true;
    assertThat(resumed(bench, leader).sentence()).startsWith("done in");
  }

  /** The last host proven to open something stays up. */
  @Test
  void restart_ofTheLastOpener_blocked() throws Exception {
    EnablementBench bench = AdoptRunTest.uniform();
    bench.fleet.kms.blind.add("kms2");
    bench.fleet.kms.blind.add("kms3");
    var leader = bench.leader();

    Tick tick = enabled(bench, leader);

    assertThat(tick.sentence())
        .isEqualTo(
            "blocked at restart-kms: kms1 is not stopped: no other host is known to open"
                + " customer_pii@0..3");
    assertThat(bench.fleet.downAtOnceMax()).isZero();
  }

  @Test
  void dependants_holdForAnExplicitGo_thenRestartOnce() throws Exception {
    EnablementBench bench = AdoptRunTest.uniform().withDependantAndClient();
    var leader = bench.leader();

    Tick held = enabled(bench, leader);

    assertThat(held.sentence())
        .isEqualTo("paused at restart-cluster: holds before restart-cluster, as the plan says");
    assertThat(bench.fleet.history()).doesNotContain("restart namenode");
    assertThat(bench.fleet.host("edge1").settings)
        .containsEntry(
            "core-site.xml/hadoop.security.key.provider.path",
            "kms://http@kms1;kms2;kms3:16000/kms");

    assertThat(resumed(bench, leader).sentence()).startsWith("done in");
    assertThat(bench.fleet.history())
        .filteredOn(what -> what.equals("restart namenode"))
        .hasSize(1);
  }

  /** Every host is restarted once, none twice; each setting is in place before its restart. */
  @Test
  void settings_areInPlaceBeforeEachHostsOnlyRestart() throws Exception {
    EnablementBench bench = diverged();
    var leader = bench.leader();
    enabled(bench, leader);
    giveWay(bench, leader);

    bench.drive(leader, current(leader).run());

    List<String> history = bench.fleet.history();
    for (String host : bench.spec().hostNames()) {
      assertThat(history).filteredOn(what -> what.equals("stop " + host)).hasSize(1);
      assertThat(history.indexOf("write-setting:kms-site.xml " + host))
          .isBetween(0, history.indexOf("stop " + host));
      assertThat(bench.fleet.host(host).settings).hasSize(8);
    }
  }

  @Test
  void settings_thatLeaveZnodesOpen_warnedOfInThePlanAndInTheRun() throws Exception {
    EnablementBench bench = diverged();
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.request(PlanKind.ENABLE));

    bench.drive(leader, plan.plan().run());

    RunJournal journal = bench.journal(leader, plan.plan().run());
    assertThat(Warnings.in(journal.facts()))
        .anyMatch(
            warning ->
                warning.contains("zkAuthType = none")
                    && warning.contains("can read and change these znodes"));
    assertThat(plan.plan().step(StepIds.ZOOKEEPER_DEPENDENCY).orElseThrow().detail())
        .contains("the znodes are open to all");
  }

  @Test
  void pause_whileAHostIsDown_takesEffectOnceItServesAgain() throws Exception {
    EnablementBench bench = diverged();
    var leader = bench.leader();
    enabled(bench, leader);
    giveWay(bench, leader);
    bench.fleet.onNote(
        what -> {
          if (what.equals("stop kms2")) {
            leader.engine.pause(FakeFleet.SERVICE, current(leader).run(), "bob", "lunch");
          }
        });

    Tick tick = bench.drive(leader, current(leader).run());

    assertThat(tick.sentence()).isEqualTo("paused at synchronize-key: lunch, by bob");
    assertThat(bench.fleet.host("kms2").process).isEqualTo(KEY);
    assertThat(bench.fleet.host("kms3").process).isEqualTo(Ring.of("kms3"));
  }

  @Test
  void abort_whileAHostIsDown_endsOnceItServesAgain() throws Exception {
    EnablementBench bench = diverged();
    var leader = bench.leader();
    enabled(bench, leader);
    giveWay(bench, leader);
    bench.fleet.onNote(
        what -> {
          if (what.equals("stop kms2")) {
            leader.engine.abort(
                FakeFleet.SERVICE,
                current(leader).run(),
                "bob",
                "enough",
                TestRevocations.unread());
          }
        });

    Tick tick = bench.drive(leader, current(leader).run());

    assertThat(tick.sentence()).isEqualTo("aborted at synchronize-key: enough, by bob");
    assertThat(bench.fleet.host("kms2").process).isEqualTo(KEY);
    assertThat(bench.fleet.host("kms3").file).isEqualTo(Ring.of("kms3"));
  }

  /** After an abort the service can be enabled again, and what is right already stays. */
  @Test
  void enable_afterAnAbort_goesOnWhereTheHostsAre() throws Exception {
    EnablementBench bench = joining();
    bench.fleet.host("kms3").startsBroken = true;
    var leader = bench.leader();
    enabled(bench, leader);
    leader.engine.abort(
        FakeFleet.SERVICE, current(leader).run(), "bob", "later", TestRevocations.unread());
    bench.fleet.host("kms3").startsBroken = false;
    bench.fleet.forgetHistory();

    Tick tick = enabled(bench, leader);

    assertThat(tick.sentence()).startsWith("done in");
    assertThat(bench.fleet.history()).noneMatch(what -> what.startsWith("install"));
    assertThat(bench.fleet.host("kms3").process).isEqualTo(KEY);
  }

  /** Also where no key file is: what else the key directory holds is replaced with it. */
  @Test
  void enable_joiningHost_isBackedUpBeforeTheInstall() throws Exception {
    EnablementBench bench = joining();

    enabled(bench, bench.leader());

    assertThat(bench.fleet.history())
        .containsSubsequence("backup kms2", "install kms2", "start kms2", "backup kms3");
  }

  /** A host whose KMS is down needs no permit, and till it serves it gives the others none. */
  @Test
  void synchronize_hostsThatAreDownHaveTheirTurnFirst() throws Exception {
    EnablementBench bench = diverged();
    var leader = bench.leader();
    bench.fleet.host("kms3").file = null;
    bench.fleet.host("kms3").process = null;
    enabled(bench, leader);
    bench.begin(leader, EnablementBench.giveWay(KEY, Map.of("kms2", Ring.of("kms2").primary())));

    Tick tick = bench.drive(leader, current(leader).run());

    assertThat(tick.sentence()).startsWith("done in");
    assertThat(bench.fleet.history())
        .containsSubsequence("install kms3", "start kms3", "stop kms2", "install kms2");
  }

  /** A member that went down: nobody else is stopped, and the operator is told which one it is. */
  @Test
  void memberGoesDown_othersAreNotStopped_blockedThenResumed() throws Exception {
    EnablementBench bench = diverged();
    var leader = bench.leader();
    enabled(bench, leader);
    giveWay(bench, leader);
    bench.fleet.host("kms2").startsBroken = true;
    bench.drive(leader, current(leader).run());
    bench.fleet.host("kms2").startsBroken = false;
    bench.fleet.host("kms1").process = null;

    Tick tick = resumed(bench, leader);

    assertThat(tick.sentence())
        .isEqualTo(
            "blocked at synchronize-key: kms3 is not stopped while kms1 does not serve the approved"
                + " key (kms1: its KMS is down)");
    assertThat(bench.fleet.host("kms3").process).isEqualTo(Ring.of("kms3"));
    bench.fleet.host("kms1").process = KEY;
    assertThat(resumed(bench, leader).sentence()).startsWith("done in");
  }
}
