package dev.keyparity.coordinator.enablement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanOutcome;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.coordinator.workflow.Tick;
import dev.keyparity.daemon.fault.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepairRunTest {
  private static final Ring KEY = Ring.of("kms1");

  /** An adopted service on whose kms2 the file was replaced; its process serves from memory. */
  static EnablementBench drifted(@Nullable Ring file) {
    EnablementBench bench = AdoptRunTest.uniform();
    try {
      var leader = bench.leader();
      PlanRecord plan = bench.begin(leader, EnablementBench.request(PlanKind.ADOPT));
      bench.drive(leader, plan.plan().run());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    bench.fleet.forgetHistory();
    bench.fleet.host("kms2").file = file;
    return bench;
  }

  private static void repaired(EnablementBench bench) throws InterruptedException {
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.repair("kms2"));

    Tick tick = bench.drive(leader, plan.plan().run());

    assertThat(tick.sentence()).startsWith("done in");
    assertThat(bench.fleet.host("kms2").file).isEqualTo(KEY);
    assertThat(bench.fleet.host("kms2").process).isEqualTo(KEY);
    assertThat(bench.fleet.downAtOnceMax()).isEqualTo(1);
  }

  @Test
  void repair_rogueKey_backedUpThenReplacedAndOnlyThatHostTouched() throws Exception {
    Ring rogue = Ring.of("rogue");
    EnablementBench bench = drifted(rogue);

    repaired(bench);

    assertThat(bench.fleet.host("kms2").backups)
        .anyMatch(
            backup ->
                backup.getSecringSha256().equals(rogue.sha256())
                    && backup.getCopyReceiptsCount() > 0);
    assertThat(bench.fleet.history())
        .filteredOn(what -> !what.contains("kms2"))
        .as("besides kms2, only a copy kept on kms3 and the probe key")
        .allMatch(what -> what.contains("copy-of-kms2") || what.contains(FakeFleet.PROBE));
    // stop before replace, back up before replace, start after
    assertThat(onKms2(bench, "stop", "install", "start"))
        .containsExactly("stop kms2", "install kms2", "start kms2");
    List<String> all = bench.fleet.history();
    assertThat(all.lastIndexOf("backup kms2"))
        .isBetween(all.indexOf("stop kms2"), all.indexOf("install kms2"));
  }

  private static List<String> onKms2(EnablementBench bench, String... acts) {
    return bench.fleet.history().stream()
        .filter(what -> List.of(acts).stream().anyMatch(act -> what.equals(act + " kms2")))
        .distinct()
        .toList();
  }

  @Test
  void repair_cutOrMissingFileUnderAKmsThatServesTheKey_putBackBeneathIt() throws Exception {
    for (Ring left : java.util.Arrays.asList(KEY.damaged(), null)) {
      EnablementBench bench = drifted(left);

      String end = repair(bench);

      assertThat(end).startsWith("done in");
      assertThat(bench.fleet.host("kms2").file).isEqualTo(KEY);
      assertThat(bench.fleet.downAtOnceMax()).isZero();
      assertThat(onKms2(bench, "stop", "backup", "install", "start"))
          .containsExactly("backup kms2", "install kms2");
    }
  }

  /**
   * The agent finds that it is no copy of the approved file: then it is stopped, as the plan says.
   */
  @Test
  void repair_damagedFileThatIsNoBeginningOfTheApprovedOne_stoppedFirst() throws Exception {
    repaired(drifted(Ring.of("rogue").damaged()));
  }

  @Test
  void repair_whichKeyTheKmsLoadedIsNotKnown_stoppedFirst() throws Exception {
    EnablementBench bench = drifted(null);
    bench.fleet.host("kms2").loadSeen = false;
    bench.fleet.onNote(
        what -> {
          if (what.equals("start kms2")) {
            bench.fleet.host("kms2").loadSeen = true;
          }
        });

    repaired(bench);
  }

  /**
   * Its KMS cannot be started to be asked what it opens: what is left in the file opens nothing.
   */
  @Test
  void repair_cutFileKeepsTheKmsDown_replacedAndStarted() throws Exception {
    EnablementBench bench = drifted(KEY.damaged());
    bench.fleet.host("kms2").process = null;

    assertThat(repair(bench)).startsWith("done in");
    assertThat(bench.fleet.host("kms2").process).isEqualTo(KEY);
    assertThat(bench.fleet.history()).doesNotContain("stop kms2");
  }

  /** With a key that can be read in it, what it opened is not known while its KMS is down. */
  @Test
  void repair_foreignKeyAndKmsDown_blocked() throws Exception {
    EnablementBench bench = drifted(Ring.of("rogue"));
    bench.fleet.host("kms2").process = null;

    assertThat(repair(bench)).startsWith("blocked at divergence: what would be lost is not known");
  }

  private static String repair(EnablementBench bench) throws InterruptedException {
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.repair("kms2"));
    return bench.drive(leader, plan.plan().run()).sentence();
  }

  @Test
  void repair_otherBytesOfTheSameKey_madeEqual() throws Exception {
    repaired(drifted(KEY.respelled()));
  }

  /** It was restarted with the rogue key, and something was sealed with that since. */
  @Test
  void repair_rogueKeyAloneOpensSomething_blockedUntilForgotten() throws Exception {
    EnablementBench bench = drifted(Ring.of("rogue"));
    bench.fleet.host("kms2").process = Ring.of("rogue");
    bench.fleet.kms.key("made_since", 1, "rogue");
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.repair("kms2"));

    Tick tick = bench.drive(leader, plan.plan().run());

    assertThat(tick.sentence())
        .isEqualTo(
            "blocked at divergence: if the keys of kms2 give way, these become unreadable for"
                + " ever: made_since@0");
    assertThat(bench.fleet.host("kms2").file).isEqualTo(Ring.of("rogue"));
    assertThat(bench.journal(leader, plan.plan().run()).standing().code())
        .isEqualTo("key-would-be-lost");
  }

  @Test
  void silentHost_repairGoesOnWithoutIt_andClaimsNothingOfIt() throws Exception {
    EnablementBench bench = drifted(Ring.of("rogue"));
    bench.fleet.host("kms3").silent = true;
    var leader = bench.leader();
    assertThat(bench.plan(leader, EnablementBench.repair("kms2")))
        .isInstanceOfSatisfying(
            PlanOutcome.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.PEER_UNREACHABLE);
              assertThat(refused.whatToDo()).contains("--without kms3");
            });

    PlanRecord plan = bench.begin(leader, EnablementBench.repair("kms2", "kms3"));
    Tick tick = bench.drive(leader, plan.plan().run());

    assertThat(tick.sentence()).startsWith("done in");
    assertThat(bench.fleet.host("kms2").process).isEqualTo(KEY);
    assertThat(bench.fleet.history()).noneMatch(what -> what.endsWith("kms3"));
    assertThat(leader.evidence().matrix(FakeFleet.SERVICE).orElseThrow().pairs())
        .hasSize(6)
        .filteredOn(MatrixResult.Pair::ok)
        .hasSize(2)
        .noneMatch(pair -> pair.encryptedOn().equals("kms3") || pair.decryptedOn().equals("kms3"));
    assertThat(leader.evidence().survey(FakeFleet.SERVICE).orElseThrow().isComplete()).isFalse();
  }

  /** Each is a member and permits nothing while the other one serves a foreign key. */
  @Test
  void twoHostsOnForeignKeys_oneIsRepairedWithoutTheOther_thenTheOther() throws Exception {
    EnablementBench bench = drifted(Ring.of("rogue"));
    for (String host : List.of("kms2", "kms3")) {
      bench.fleet.host(host).file = Ring.of("rogue");
      bench.fleet.host(host).process = Ring.of("rogue");
    }
    var leader = bench.leader();
    for (String[] repair : new String[][] {{"kms2", "kms3"}, {"kms3"}}) {
      String[] without = java.util.Arrays.copyOfRange(repair, 1, repair.length);
      PlanRecord plan = bench.begin(leader, EnablementBench.repair(repair[0], without));

      Tick tick = bench.drive(leader, plan.plan().run());

      assertThat(tick.sentence()).as(repair[0]).startsWith("done in");
      assertThat(bench.fleet.host(repair[0]).process).isEqualTo(KEY);
    }
    assertThat(bench.fleet.history()).noneMatch("stop kms1"::equals);
  }

  /** Without the operators' word for it nothing goes on, whatever the coordinator asks. */
  @Test
  void silentHost_warrantThatDoesNotReleaseIt_stopsNothing() throws Exception {
    EnablementBench bench = drifted(Ring.of("rogue"));
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.repair("kms2"));
    bench.fleet.host("kms3").silent = true;

    Tick tick = bench.drive(leader, plan.plan().run());

    assertThat(tick.sentence()).startsWith("blocked at preflight: no fresh report of kms3");
    assertThat(onKms2(bench, "stop", "install")).isEmpty();
  }

  @Test
  void plan_withoutAHostThatServes_orThatIsRepaired_orThatThereIsNot_refused() throws Exception {
    EnablementBench bench = drifted(Ring.of("rogue"));

    for (String host : List.of("kms3", "kms2", "kms9")) {
      assertThat(bench.plan(bench.leader(), EnablementBench.repair("kms2", host)))
          .isInstanceOfSatisfying(
              PlanOutcome.Refused.class,
              refused -> {
                assertThat(refused.code()).isEqualTo(ErrorCode.USAGE);
                assertThat(refused.message()).startsWith("without: " + host);
              });
    }
  }

  @Test
  void plan_hostInParity_refused() throws Exception {
    EnablementBench bench = drifted(KEY);

    assertRefused(bench, ErrorCode.USAGE, "repair kms2: it holds the approved key file already");
  }

  @Test
  void plan_noOtherHostHoldsTheKey_refused() throws Exception {
    EnablementBench bench = drifted(Ring.of("rogue"));
    bench.fleet.host("kms1").file = null;
    bench.fleet.host("kms3").file = Ring.of("rogue");

    assertRefused(
        bench, ErrorCode.NOT_IN_PARITY, "repair kms2: no other host holds the approved key file");
  }

  @Test
  void plan_nothingApprovedYet_refused() throws Exception {
    assertRefused(
        AdoptRunTest.uniform(),
        ErrorCode.STATEMENT_MISSING,
        "repair kms2: no key is approved for kms-prod yet");
  }

  private static void assertRefused(EnablementBench bench, ErrorCode code, String message)
      throws InterruptedException {
    assertThat(bench.plan(bench.leader(), EnablementBench.repair("kms2")))
        .isInstanceOfSatisfying(
            PlanOutcome.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.message()).isEqualTo(message);
              assertThat(refused.whatToDo()).isNotEmpty();
            });
  }

  /** Between the plan and the run somebody changed the file once more. */
  @Test
  void run_fileChangedSinceThePlan_blockedWithNothingTouched() throws Exception {
    EnablementBench bench = drifted(Ring.of("rogue"));
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.repair("kms2"));
    bench.fleet.host("kms2").file = Ring.of("rogue2");

    Tick tick = bench.drive(leader, plan.plan().run());

    assertThat(tick.sentence())
        .isEqualTo("blocked at preflight: kms2: its key file changed since the plan was made");
    assertThat(bench.fleet.history()).isEmpty();
    assertThat(bench.journal(leader, plan.plan().run()).state()).isEqualTo(RunState.BLOCKED);
  }
}
