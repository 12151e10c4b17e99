package dev.keyparity.coordinator.workflow;

import static dev.keyparity.coordinator.workflow.EngineBench.RUN;
import static dev.keyparity.coordinator.workflow.EngineBench.SERVICE;
import static dev.keyparity.coordinator.workflow.EngineBench.doing;
import static dev.keyparity.coordinator.workflow.EngineBench.looking;
import static dev.keyparity.coordinator.workflow.EngineBench.oneByOne;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What follows from each answer that an act can get. */
class ActOutcomeTest {

  @Test
  void silentHost_sameRequestSentAgainUntilItAnswers() throws Exception {
    EngineBench bench = new EngineBench(looking());
    var engine = bench.leader();
    bench.start(engine);
    bench.world.silence("kms2", true);

    Tick waits = bench.drive(engine, Duration.ofSeconds(20));
    assertThat(waits.sentence())
        .startsWith("look waits: look on kms2: no answer: connection refused");
    bench.world.silence("kms2", false);
    bench.drive(engine);

    assertThat(bench.journal().state()).isEqualTo(RunState.DONE);
    assertThat(bench.world.orders().stream().filter(it -> it.act().host().equals("kms2")))
        .hasSizeGreaterThan(3)
        .extracting(ActOrder::requestId)
        .containsOnly("look/look/kms2/1");
    assertThat(bench.world.orders().stream().filter(it -> it.act().host().equals("kms1")))
        .hasSize(1);
  }

  @Test
  void silentHost_pastPatience_blockedWithTheIntentStillOpen() throws Exception {
    EngineBench bench = new EngineBench(doing("only", "poke", "kms1"));
    var engine = bench.leader();
    bench.start(engine);
    bench.world.silence("kms1", true);

    Tick tick = bench.drive(engine);

    assertThat(tick.sentence())
        .isEqualTo("blocked at only: poke on kms1: no answer: connection refused");
    assertThat(Duration.between(EngineBench.T0, bench.clock.instant()))
        .isEqualTo(EnginePolicy.DEFAULTS.answerPatience());
    assertThat(bench.journal().openActs()).hasSize(1);

    bench.world.silence("kms1", false);
    engine.resume(SERVICE, RUN, null, Map.of());
    bench.drive(engine);
    assertThat(bench.journal().state()).isEqualTo(RunState.DONE);
    assertThat(bench.world.orders()).extracting(ActOrder::attempt).containsOnly(1);
  }

  @Test
  void notDone_byObservationOfTheHost_newAttemptUpToTheBound() throws Exception {
    EngineBench bench = new EngineBench(doing("only", "poke", "kms1"));
    var engine = bench.leader();
    bench.start(engine);
    ActResult failed = ActResult.notDone("DIGEST_MISMATCH", "not as it was", "", Next.RE_OBSERVE);
    bench.world.script("poke", "kms1", failed, failed, failed);

    Tick tick = bench.drive(engine);

    assertThat(tick.sentence())
        .isEqualTo("failed at only: poke on kms1: 3 attempts failed, the last one: not as it was");
    assertThat(bench.world.orders()).extracting(ActOrder::attempt).containsExactly(1, 2, 3);
    assertThat(bench.journal().standing().code()).isEqualTo("DIGEST_MISMATCH");

    // An operator's resume starts the count anew, and attempts go on from the highest.
    engine.resume(SERVICE, RUN, null, Map.of());
    bench.drive(engine);
    assertThat(bench.journal().state()).isEqualTo(RunState.DONE);
    assertThat(bench.world.orders()).extracting(ActOrder::attempt).containsExactly(1, 2, 3, 4);
  }

  @Test
  void notDone_thatPassesByItself_triedUntilPatienceIsOver() throws Exception {
    EngineBench bench = new EngineBench(doing("only", "poke", "kms1"));
    var engine = bench.leader();
    bench.start(engine);
    ActResult busy = ActResult.notDone("PERMIT_MISSING", "kms2 gives none", "", Next.RETRY);
    Stream.generate(() -> busy)
        .limit(10)
        .forEach(result -> bench.world.script("poke", "kms1", result));

    bench.drive(engine);

    assertThat(bench.journal().state()).isEqualTo(RunState.DONE);
    assertThat(bench.world.orders()).hasSize(11);

    EngineBench never = new EngineBench(doing("only", "poke", "kms1"));
    var second = never.leader();
    never.start(second);
    Stream.generate(() -> busy)
        .limit(100)
        .forEach(result -> never.world.script("poke", "kms1", result));
    Tick tick = never.drive(second);
    assertThat(tick.sentence()).isEqualTo("blocked at only: kms2 gives none");
    assertThat(Duration.between(EngineBench.T0, never.clock.instant()))
        .isBetween(Duration.ofMinutes(3), Duration.ofMinutes(4));
  }

  @Test
  void notDone_thatOnlyAPersonCanSettle_blockedAtOnce() throws Exception {
    EngineBench bench = new EngineBench(doing("only", "poke", "kms1"));
    var engine = bench.leader();
    bench.start(engine);
    bench.world.script(
        "poke",
        "kms1",
        ActResult.notDone("DISK_FULL", "no space on kms1", "free 2 MiB", Next.ASK_OPERATOR));

    Tick tick = bench.drive(engine);

    assertThat(tick.sentence()).isEqualTo("blocked at only: no space on kms1");
    assertThat(bench.journal().standing().whatToDo()).containsExactly("free 2 MiB");
    assertThat(bench.world.orders()).hasSize(1);
  }

  @Test
  void notDone_byARuleOfSafety_failedAtOnce() throws Exception {
    EngineBench bench = new EngineBench(doing("only", "poke", "kms1"));
    var engine = bench.leader();
    bench.start(engine);
    bench.world.script(
        "poke", "kms1", ActResult.notDone("LAST_SERVING", "the last one", "", Next.STOP));

    assertThat(bench.drive(engine).sentence()).isEqualTo("failed at only: the last one");
    assertThat(bench.world.orders()).hasSize(1);
  }

  @Test
  void indeterminate_settledByTheHostItself_goesOn() throws Exception {
    EngineBench bench = new EngineBench(doing("only", "poke", "kms1"));
    var engine = bench.leader();
    bench.start(engine);
    ActResult unclear = new ActResult.Indeterminate("the agent was restarted");
    bench.world.script("poke", "kms1", unclear, unclear);

    Tick waits = bench.drive(engine, Duration.ZERO);
    assertThat(waits.sentence())
        .isEqualTo(
            "only waits: poke on kms1: begun, its end is not known: the agent was restarted"
                + " (0 s of 2 min)");
    bench.drive(engine);

    assertThat(bench.journal().state()).isEqualTo(RunState.DONE);
    assertThat(bench.world.orders())
        .extracting(ActOrder::requestId)
        .hasSize(3)
        .containsOnly("only/poke/kms1/1");
  }

  @Test
  void indeterminate_settledByObservation_doneWithoutAskingAgain() throws Exception {
    EngineBench bench = new EngineBench(oneByOne("kms1"));
    var engine = bench.leader();
    bench.start(engine);
    bench.world.script("lower", "kms1", new ActResult.Indeterminate("crashed"));
    bench.world.effect("lower", "kms1");

    bench.drive(engine);

    assertThat(bench.journal().state()).isEqualTo(RunState.DONE);
    assertThat(bench.world.effects()).isEqualTo(Map.of("lower/kms1", 1, "raise/kms1", 1));
    assertThat(bench.journal().acts().get(0).note())
        .isEqualTo("lower on kms1: found in place by observation");
  }

  @Test
  void indeterminate_observedNotInPlace_newAttempt() throws Exception {
    EngineBench bench = new EngineBench(oneByOne("kms1"));
    var engine = bench.leader();
    bench.start(engine);
    bench.world.script("lower", "kms1", new ActResult.Indeterminate("crashed"));

    bench.drive(engine);

    assertThat(bench.journal().state()).isEqualTo(RunState.DONE);
    assertThat(bench.world.orders())
        .extracting(ActOrder::requestId)
        .containsExactly(
            "one-by-one/lower/kms1/1", "one-by-one/lower/kms1/2", "one-by-one/raise/kms1/1");
  }

  @Test
  void indeterminate_thatNothingSettles_blockedNeverRepeatedBlindly() throws Exception {
    EngineBench bench = new EngineBench(oneByOne("kms1"));
    var engine = bench.leader();
    bench.start(engine);
    bench.world.flag("sight", "none");
    Stream.generate(() -> (ActResult) new ActResult.Indeterminate("crashed"))
        .limit(100)
        .forEach(result -> bench.world.script("lower", "kms1", result));

    Tick tick = bench.drive(engine);

    assertThat(tick.sentence())
        .isEqualTo("blocked at one-by-one: lower on kms1: begun, its end is not known: crashed");
    assertThat(bench.world.orders()).extracting(ActOrder::attempt).containsOnly(1);
    assertThat(bench.journal().standing().code()).isEqualTo("indeterminate");
  }

  @Test
  void performer_thatThrows_countsAsUnansweredAndIsAskedAgain() throws Exception {
    EngineBench bench = new EngineBench(doing("only", "poke", "kms1"));
    bench.world.throwOnce("poke", "kms1");
    var engine = bench.leader();
    bench.start(engine);

    Tick waits = bench.drive(engine, Duration.ZERO);
    assertThat(waits.sentence()).contains("poke on kms1: no answer: poke on kms1: a fault of ours");
    bench.drive(engine);

    assertThat(bench.journal().state()).isEqualTo(RunState.DONE);
    assertThat(bench.world.effects()).isEqualTo(Map.of("poke/kms1", 1));
  }

  @Test
  void history_ofManyAttempts_isBoundedAndKeepsTheNewest() throws Exception {
    StepRecord step = StepRecord.pending(new StepId("only"));
    for (int attempt = 1; attempt <= 3 * StepRecord.MAX_ACTS; attempt++) {
      ActRecord record =
          ActRecord.intended(
              Act.of("poke", "kms1"), attempt, "id-" + attempt, 1, 1, EngineBench.T0);
      step =
          step.withAct(
              record.learned(ActState.DONE, EngineBench.T0, "", null, Act.copyOf(Map.of())));
    }

    assertThat(step.acts()).hasSize(StepRecord.MAX_ACTS);
    assertThat(step.nextAttempt(Act.of("poke", "kms1"))).isEqualTo(3 * StepRecord.MAX_ACTS + 1);
  }
}
