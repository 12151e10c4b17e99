package dev.keyparity.coordinator.workflow;

import static dev.keyparity.coordinator.workflow.EngineBench.RUN;
import static dev.keyparity.coordinator.workflow.EngineBench.SERVICE;
import static dev.keyparity.coordinator.workflow.EngineBench.asking;
import static dev.keyparity.coordinator.workflow.EngineBench.doing;
import static dev.keyparity.coordinator.workflow.EngineBench.looking;
import static dev.keyparity.coordinator.workflow.EngineBench.oneByOne;
import static dev.keyparity.coordinator.workflow.EngineBench.step;
import static dev.keyparity.coordinator.workflow.EngineBench.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineTest {

  @Test
  void run_allGoesWell_everyActOnceAndDone() throws Exception {
    EngineBench bench = new EngineBench(looking(), oneByOne("kms1", "kms2"));
    var engine = bench.leader();
    bench.start(engine);

    Tick tick = bench.drive(engine);

    assertThat(tick.kind()).isEqualTo(Tick.Kind.ENDED);
    assertThat(tick.sentence()).isEqualTo("done in 0 s");
    assertThat(bench.world.effects())
        .isEqualTo(
            Map.of(
                "look/kms1", 1,
                "look/kms2", 1,
                "look/kms3", 1,
                "lower/kms1", 1,
                "raise/kms1", 1,
                "lower/kms2", 1,
                "raise/kms2", 1));
    RunJournal journal = bench.journal();
    assertThat(journal.state()).isEqualTo(RunState.DONE);
    assertThat(journal.facts()).containsEntry("looked", "3");
    assertThat(journal.steps()).extracting(StepRecord::state).containsOnly(StepState.DONE);
    assertThat(journal.driver()).contains(new Term(1, "coord1"));
  }

  /** The order is the protection: an act is on record before it can have an effect. */
  @Test
  void act_whenItArrives_itsIntentIsDurable() throws Exception {
    EngineBench bench = new EngineBench(doing("only", "poke", "kms1"));
    var engine = bench.leader();
    bench.start(engine);

    bench.drive(engine);

    // 1 created, 2 driver, 3 begun and intended, 4 heard, 5 finished
    List<RunJournal> history = bench.store.history();
    assertThat(history).hasSize(5);
    assertThat(history.get(2).openActs())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.requestId()).isEqualTo("only/poke/kms1/1");
              assertThat(record.epoch()).isEqualTo(1);
              assertThat(record.state()).isEqualTo(ActState.INTENDED);
            });
    assertThat(history.get(3).acts())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.state()).isEqualTo(ActState.DONE);
              assertThat(record.note()).isEqualTo("poke on kms1 done");
              assertThat(record.facts()).containsEntry("n", "1");
            });
  }

  @Test
  void wait_keepsItsDeadline_thenBlocksAsTheStepSaid() throws Exception {
    EngineBench bench = new EngineBench(waiting());
    var engine = bench.leader();
    bench.start(engine);

    Tick first = bench.drive(engine, Duration.ofSeconds(30));
    assertThat(first.kind()).isEqualTo(Tick.Kind.WAITS);
    assertThat(bench.journal().sentence(bench.clock.instant()))
        .isEqualTo("wait waits: the sun is not up (30 s of 60 s)");
    Tick last = bench.drive(engine);

    assertThat(last.kind()).isEqualTo(Tick.Kind.STANDS_STILL);
    assertThat(last.sentence()).isEqualTo("blocked at wait: the sun did not come up");
    assertThat(bench.journal().standing().code()).isEqualTo("dark");
    assertThat(bench.journal().standing().whatToDo()).containsExactly("light a lamp");
    assertThat(Duration.between(EngineBench.T0, bench.clock.instant()))
        .isEqualTo(Duration.ofMinutes(1));
  }

  /**
   * Or a leader's clock is slow: what was waited already counts, and nothing waits an hour more.
   */
  @Test
  void wait_clockSetBack_goesOnWhereItWas() throws Exception {
    EngineBench bench = new EngineBench(waiting());
    var engine = bench.leader();
    bench.start(engine);
    bench.drive(engine, Duration.ofSeconds(10));
    bench.clock.setBack(Duration.ofHours(1));
    Instant before = bench.clock.instant();

    while (engine.runOnce(SERVICE, RUN).kind() == Tick.Kind.WAITS) {
      bench.clock.advance(Duration.ofSeconds(1));
    }

    assertThat(bench.journal().state()).isEqualTo(RunState.BLOCKED);
    assertThat(Duration.between(before, bench.clock.instant())).isEqualTo(Duration.ofSeconds(50));
  }

  @Test
  void wait_whileNothingChanges_writesNothing() throws Exception {
    EngineBench bench = new EngineBench(waiting());
    var engine = bench.leader();
    bench.start(engine);
    bench.drive(engine, Duration.ofSeconds(1));
    int written = bench.store.history().size();

    bench.drive(engine, Duration.ofSeconds(30));

    assertThat(bench.store.history()).hasSize(written);
  }

  @Test
  void wait_comesTrue_proceeds() throws Exception {
    EngineBench bench = new EngineBench(waiting(), doing("then", "poke", "kms1"));
    var engine = bench.leader();
    bench.start(engine);
    bench.drive(engine, Duration.ofSeconds(10));

    bench.world.flag("sun", "up");
    Tick tick = bench.drive(engine);

    assertThat(tick.sentence()).isEqualTo("done in 10 s");
  }

  @Test
  void blocked_untilResumedWithAFurtherPlan_thenGoesOnUnderIt() throws Exception {
    EngineBench bench = new EngineBench(asking());
    var engine = bench.leader();
    bench.start(engine);
    assertThat(bench.drive(engine).sentence()).isEqualTo("blocked at ask: which one?");
    assertThat(engine.runOnce(SERVICE, RUN).kind()).isEqualTo(Tick.Kind.STANDS_STILL);
    var second = new RunJournal.PlanRef("aa11bb22", "ab".repeat(32));

    engine.resume(SERVICE, RUN, second, Map.of("answer", "left"));
    bench.drive(engine);

    assertThat(bench.journal().state()).isEqualTo(RunState.DONE);
    assertThat(bench.journal().plans()).containsExactly(EngineBench.PLAN, second);
    assertThat(bench.journal().steps().get(0).rounds()).isEqualTo(2);
  }

  @Test
  void hold_beforeAStep_pausesUntilResumed() throws Exception {
    EngineBench bench = new EngineBench(looking(), doing("then", "poke", "kms1"));
    var engine = bench.leader();
    bench.start(engine, new StepId("then"));

    assertThat(bench.drive(engine).sentence())
        .isEqualTo("paused at then: holds before then, as the plan says");
    assertThat(bench.world.effects()).doesNotContainKey("poke/kms1");
    engine.resume(SERVICE, RUN, null, Map.of());
    bench.drive(engine);

    assertThat(bench.journal().state()).isEqualTo(RunState.DONE);
  }

  @Test
  void pause_whileAHostIsLowered_takesEffectOnlyAfterItIsRaised() throws Exception {
    EngineBench bench = new EngineBench(oneByOne("kms1", "kms2"));
    var engine = bench.leader();
    bench.start(engine);
    engine.runOnce(SERVICE, RUN); // lower kms1

    engine.pause(SERVICE, RUN, "bob", "lunch");
    assertThat(bench.journal().sentence(bench.clock.instant()))
        .isEqualTo("pausing; first one-by-one");
    Tick tick = bench.drive(engine);

    assertThat(tick.sentence()).isEqualTo("paused at one-by-one: lunch, by bob");
    assertThat(bench.world.effects()).isEqualTo(Map.of("lower/kms1", 1, "raise/kms1", 1));
    engine.resume(SERVICE, RUN, null, Map.of());
    bench.drive(engine);
    assertThat(bench.world.effects()).hasSize(4);
  }

  @Test
  void abort_whileAHostIsLowered_endsOnlyAfterItIsRaised() throws Exception {
    EngineBench bench = new EngineBench(oneByOne("kms1", "kms2"));
    var engine = bench.leader();
    bench.start(engine);
    engine.runOnce(SERVICE, RUN); // lower kms1

    engine.abort(SERVICE, RUN, "bob", "wrong service", TestRevocations.unread());
    Tick tick = bench.drive(engine);

    assertThat(tick.kind()).isEqualTo(Tick.Kind.ENDED);
    assertThat(tick.sentence()).isEqualTo("aborted at one-by-one: wrong service, by bob");
    assertThat(bench.world.effects()).isEqualTo(Map.of("lower/kms1", 1, "raise/kms1", 1));
  }

  @Test
  void abort_ofABlockedRun_endsAtOnce() throws Exception {
    EngineBench bench = new EngineBench(asking());
    var engine = bench.leader();
    bench.start(engine);
    bench.drive(engine);

    engine.abort(SERVICE, RUN, "bob", "no answer", TestRevocations.unread());

    assertThat(bench.journal().state()).isEqualTo(RunState.ABORTED);
    assertThat(bench.journal().endedAt()).isNotNull();
  }

  @Test
  void abort_whereAHostStaysSilent_endsWhenItIsGivenUpAndSaysWhatIsOpen() throws Exception {
    EngineBench bench = new EngineBench(oneByOne("kms1"));
    var engine = bench.leader();
    bench.start(engine);
    bench.world.silence("kms1", true);
    engine.runOnce(SERVICE, RUN);
    engine.abort(SERVICE, RUN, "bob", "dead host", TestRevocations.unread());

    Tick tick = bench.drive(engine);

    assertThat(tick.kind()).isEqualTo(Tick.Kind.ENDED);
    assertThat(tick.sentence())
        .isEqualTo(
            "aborted at one-by-one: dead host, by bob; the outcome is not known of: lower on kms1");
  }

  @Test
  void operator_asksWhatTheStateDoesNotAllow_refusedAndNothingWritten() throws Exception {
    EngineBench bench = new EngineBench(asking());
    var engine = bench.leader();
    bench.start(engine);
    assertThatThrownBy(() -> engine.resume(SERVICE, RUN, null, Map.of()))
        .hasMessage(
            "resume run %s: it is running (expected: blocked, paused or failed)".formatted(RUN));
    bench.drive(engine);
    assertThatThrownBy(() -> engine.pause(SERVICE, RUN, "bob", "x"))
        .hasMessage("pause run %s: it is blocked (expected: running or waiting)".formatted(RUN));
    engine.abort(SERVICE, RUN, "bob", "x", TestRevocations.unread());
    int written = bench.store.history().size();

    assertThatThrownBy(() -> engine.abort(SERVICE, RUN, "bob", "x", TestRevocations.unread()))
        .isInstanceOfSatisfying(
            WorkflowException.class,
            e -> assertThat(e.kind()).isEqualTo(WorkflowException.Kind.NOT_NOW));
    assertThat(bench.store.history()).hasSize(written);
  }

  @Test
  void step_thatThrows_failsTheRunInsteadOfSpinning() throws Exception {
    EngineBench bench =
        new EngineBench(
            step(
                "broken",
                context -> {
                  throw new IllegalStateException("no such host: kms9");
                }));
    var engine = bench.leader();
    bench.start(engine);

    Tick tick = bench.drive(engine);

    assertThat(tick.sentence())
        .isEqualTo(
            "failed at broken: step broken could not decide:"
                + " java.lang.IllegalStateException: no such host: kms9");
    assertThat(bench.journal().standing().whatToDo()).isNotEmpty();
  }

  @Test
  void run_ofStepsThisVersionDoesNotKnow_blockedNotSkipped() throws Exception {
    EngineBench old = new EngineBench(doing("renamed-since", "poke", "kms1"));
    old.start(old.leader());
    RunJournal journal = old.journal();
    EngineBench now = new EngineBench(doing("only", "poke", "kms1"));
    var engine = now.leader();
    now.store.under(new Term(1, "coord1"), FaultPoints.none()).create(journal);

    Tick tick = now.drive(engine);

    assertThat(tick.sentence()).startsWith("blocked at renamed-since: step renamed-since");
    assertThat(now.world.orders()).isEmpty();
  }
}
