package dev.keyparity.coordinator.workflow;

import static dev.keyparity.coordinator.workflow.EngineBench.RUN;
import static dev.keyparity.coordinator.workflow.EngineBench.SERVICE;
import static dev.keyparity.coordinator.workflow.EngineBench.looking;
import static dev.keyparity.coordinator.workflow.EngineBench.oneByOne;
import static dev.keyparity.coordinator.workflow.EngineBench.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * At each durable write and each act, in each of four ways, the leader dies or is not answered; a
 * successor, or it itself, goes on. The end must be the one of an undisturbed run, with each effect
 * in place once.
 */
class InterruptedEverywhereTest {
  private static final Map<String, Integer> EVERY_EFFECT_ONCE =
      Map.of(
          "look/kms1", 1,
          "look/kms2", 1,
          "look/kms3", 1,
          "lower/kms1", 1,
          "raise/kms1", 1,
          "lower/kms2", 1,
          "raise/kms2", 1);

  private static EngineBench bench() {
    EngineBench bench = new EngineBench(looking(), oneByOne("kms1", "kms2"), waiting());
    bench.world.flag("sun", "up");
    return bench;
  }

  /** What an undisturbed run passes: 1 create, then the writes and acts. */
  private static int points() throws Exception {
    EngineBench bench = bench();
    FaultPoints counting = FaultPoints.none();
    var engine = bench.leader(counting);
    bench.start(engine);
    bench.drive(engine);
    assertThat(bench.world.effects()).isEqualTo(EVERY_EFFECT_ONCE);
    return counting.passed().size();
  }

  @ParameterizedTest
  @EnumSource(FaultPoints.Fault.class)
  void anyPoint_goesWrong_sameEndAndNoEffectTwice(FaultPoints.Fault fault) throws Exception {
    int points = points();
    assertThat(points).isGreaterThan(20);
    for (int k = 0; k < points; k++) {
      EngineBench bench = bench();
      FaultPoints faults = FaultPoints.at(k, fault);
      interrupted(bench, faults);
      assertThat(faults.hasFired()).as("point %d", k).isTrue();

      RunJournal end = bench.journal();
      assertThat(end.state()).as("point %d: %s", k, faults.passed()).isEqualTo(RunState.DONE);
      assertThat(bench.world.effects()).as("point %d", k).isEqualTo(EVERY_EFFECT_ONCE);
      assertThat(end.facts()).as("point %d", k).containsEntry("looked", "3");
      assertThat(end.acts()).as("point %d", k).allMatch(act -> act.state() == ActState.DONE);
      assertThat(end.acts()).as("point %d", k).allMatch(act -> act.attempt() == 1);
      journalNeverWentBack(bench, k);
    }
  }

  /** Creates and drives; whoever dies is succeeded, whoever lives goes on. */
  private static void interrupted(EngineBench bench, FaultPoints faults) throws Exception {
    Engine<ToyWorld.View> engine = bench.leader(faults);
    try {
      create(bench, engine);
      bench.drive(engine);
    } catch (SimulatedCrash crash) {
      Engine<ToyWorld.View> next = bench.leader();
      create(bench, next);
      bench.drive(next);
    }
  }

  /** As an operator would: if it is not known whether the run began, it is asked for again. */
  private static void create(EngineBench bench, Engine<ToyWorld.View> engine) {
    try {
      bench.start(engine);
    } catch (WorkflowException first) {
      try {
        bench.start(engine);
      } catch (WorkflowException again) {
        // A conflict, if the run has even ended meanwhile: its id is used up.
        assertThat(again.kind())
            .isIn(WorkflowException.Kind.RUN_ALREADY_OPEN, WorkflowException.Kind.CONFLICT);
      }
    }
  }

  private static void journalNeverWentBack(EngineBench bench, int k) {
    List<RunJournal> history = bench.store.history();
    for (int i = 1; i < history.size(); i++) {
      RunJournal before = history.get(i - 1);
      RunJournal after = history.get(i);
      for (ActRecord act : before.acts()) {
        ActRecord later =
            after.acts().stream()
                .filter(it -> it.requestId().equals(act.requestId()))
                .findFirst()
                .orElseGet(() -> fail("point %d: %s is gone", k, act));
        if (!act.state().isOpen()) {
          assertThat(later).as("point %d", k).isEqualTo(act);
        }
      }
      for (int s = 0; s < before.steps().size(); s++) {
        if (before.steps().get(s).state().isTerminal()) {
          assertThat(after.steps().get(s)).as("point %d", k).isEqualTo(before.steps().get(s));
        }
      }
    }
  }

  /** A leader that wakes up after its successor took over has no hand in anything any more. */
  @Test
  void staleLeader_atAnyPoint_writesNothingAndOrdersNothing() throws Exception {
    int points = points();
    for (int k = 1; k < points; k++) {
      EngineBench bench = bench();
      FaultPoints faults = FaultPoints.at(k, FaultPoints.Fault.CRASH_BEFORE);
      Engine<ToyWorld.View> first = bench.leader(faults);
      bench.start(first);
      try {
        bench.drive(first);
        fail("point %d was not reached", k);
      } catch (SimulatedCrash pausedThere) {
        // It is not dead but paused, and will be driven again below.
      }
      Engine<ToyWorld.View> second = bench.leader();
      int written = bench.store.history().size();
      int ordered = bench.world.orders().size();

      Tick tick = first.runOnce(SERVICE, RUN);

      assertThat(tick.kind()).as("point %d", k).isEqualTo(Tick.Kind.NOT_LEADING);
      assertThat(bench.store.history()).hasSize(written);
      assertThat(bench.world.orders()).hasSize(ordered);
      bench.drive(second);
      assertThat(bench.world.effects()).as("point %d", k).isEqualTo(EVERY_EFFECT_ONCE);
      assertThat(bench.journal().holders()).extracting(it -> it.term().epoch()).endsWith(2L);
    }
  }

  /** Between the intent and the act the leadership is asked for once more. */
  @Test
  void leadershipLost_betweenIntentAndAct_actIsNotOrdered() throws Exception {
    EngineBench bench = new EngineBench(oneByOne("kms1"));
    var engine = bench.leader();
    bench.start(engine);
    bench.store.onSave(
        journal -> {
          if (!journal.openActs().isEmpty()) {
            bench.loseLeadership();
          }
        });

    Tick tick = engine.runOnce(SERVICE, RUN);

    assertThat(tick.kind()).isEqualTo(Tick.Kind.NOT_LEADING);
    assertThat(bench.journal().openActs()).hasSize(1);
    assertThat(bench.world.orders()).isEmpty();
  }

  /** An operator's word that lands in the middle of a turn is neither lost nor does it lose. */
  @Test
  void pause_writtenWhileAnActIsUnderWay_bothTheResultAndThePauseStay() throws Exception {
    EngineBench bench = new EngineBench(oneByOne("kms1", "kms2"));
    var engine = bench.leader();
    bench.start(engine);
    boolean[] asked = {false};
    bench.store.onSave(
        journal -> {
          if (!journal.openActs().isEmpty() && !asked[0]) {
            asked[0] = true;
            engine.pause(SERVICE, RUN, "bob", "lunch");
          }
        });

    Tick tick = bench.drive(engine);

    assertThat(tick.sentence()).isEqualTo("paused at one-by-one: lunch, by bob");
    assertThat(bench.world.effects()).isEqualTo(Map.of("lower/kms1", 1, "raise/kms1", 1));
    assertThat(bench.journal().acts()).allMatch(act -> act.state() == ActState.DONE);
  }

  /** Deciding is pure: every decision, taken again from what was recorded, is the same. */
  @Test
  void replay_ofEveryDecision_decidesTheSame() throws Exception {
    EngineBench bench = bench();
    var engine = bench.leader();
    bench.start(engine);
    bench.drive(engine);

    assertThat(bench.decided).hasSizeGreaterThan(5);
    for (EngineBench.Decided it : bench.decided) {
      assertThat(it.step().decide(it.context())).isEqualTo(it.decision());
    }
  }
}
