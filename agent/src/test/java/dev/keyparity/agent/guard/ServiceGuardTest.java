package dev.keyparity.agent.guard;

import static dev.keyparity.agent.guard.GuardFixture.LEADER;
import static dev.keyparity.agent.guard.GuardFixture.key;
import static dev.keyparity.agent.guard.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.agent.guard.state.InMemoryStateFiles.PowerCut;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceGuardTest {
  private final GuardFixture fixture = new GuardFixture();
  private final FakeEffect.World world = new FakeEffect.World();

  private EffectRecord perform(ServiceGuard guard, int attempt, Effect effect) {
    return guard.perform(fixture.call(key(attempt), fixture.stopWarrant()), effect);
  }

  @Test
  void sameRequest_afterItsReplyWasLost_isAnsweredAndNotRepeated() {
    ServiceGuard guard = fixture.fenced();

    EffectRecord first = perform(guard, 1, FakeEffect.stop(world));
    EffectRecord again = perform(guard, 1, FakeEffect.stop(world));
    EffectRecord afterRestart = perform(fixture.start(), 1, FakeEffect.stop(world));

    assertThat(first.stage()).isEqualTo(EffectStage.DONE);
    assertThat(again).isEqualTo(first);
    assertThat(afterRestart).isEqualTo(first);
    assertThat(world.happened).isEqualTo(1);
  }

  @Test
  void requestId_thatIsNotDerivedFromItsFields_isRefused() {
    ServiceGuard guard = fixture.fenced();
    Call forged =
        new Call(LEADER, key(2), key(1).id().hex(), fixture.stopWarrant(), Duration.ofSeconds(1));

    assertRefused(ErrorCode.USAGE, "I6", () -> guard.perform(forged, FakeEffect.stop(world)));
    assertThat(world.happened).isZero();
  }

  @Test
  void attempt_belowTheHighestSeen_isRefused() {
    ServiceGuard guard = fixture.fenced();
    perform(guard, 3, FakeEffect.stop(world));

    assertRefused(
        ErrorCode.ATTEMPT_SUPERSEDED, "I6", () -> perform(guard, 2, FakeEffect.stop(world)));
    assertRefused(
        ErrorCode.ATTEMPT_SUPERSEDED,
        "I6",
        () -> perform(fixture.start(), 2, FakeEffect.stop(world)));
    assertThat(world.happened).isEqualTo(1);
  }

  @Test
  void effect_ofAFormerLeader_isRefusedOnceTheNewOneFenced() {
    ServiceGuard guard = fixture.fenced();
    guard.raiseFence(new FencingToken("prod", 8, "coord2#1"));

    assertRefused(ErrorCode.STALE_LEADER, "I3", () -> perform(guard, 1, FakeEffect.stop(world)));
    assertThat(world.happened).isZero();
  }

  @Test
  void effect_thatWaitedWhileANewLeaderFenced_doesNotBegin() {
    Queue<Runnable> queue = new ArrayDeque<>();
    ServiceGuard guard = fixture.start(queue::add);
    guard.raiseFence(LEADER);
    Call call = new Call(LEADER, key(1), key(1).id().hex(), fixture.stopWarrant(), Duration.ZERO);
    assertRefused(
        ErrorCode.DEADLINE_EXCEEDED, "", () -> guard.perform(call, FakeEffect.stop(world)));

    assertThat(guard.raiseFence(new FencingToken("prod", 8, "coord2#1")))
        .singleElement()
        .asString()
        .contains("under way");
    queue.remove().run();

    assertThat(world.happened).isZero();
    assertThat(guard.underWay()).isEmpty();
  }

  @Test
  void fence_raisedWhileAnEffectPrepares_stopsItBeforeItBegins() {
    ServiceGuard guard = fixture.fenced();
    FakeEffect effect = FakeEffect.stop(world);
    effect.onPrepare = () -> guard.raiseFence(new FencingToken("prod", 8, "coord2#1"));

    assertRefused(ErrorCode.STALE_LEADER, "I3", () -> perform(guard, 1, effect));
    assertThat(world.happened).isZero();
  }

  @Test
  void audit_thatCannotBeWritten_preventsTheEffect() {
    ServiceGuard guard = fixture.fenced();
    fixture.auditFailure = new KeyparityException(ErrorCode.AUDIT_UNAVAILABLE, "disk");

    assertRefused(ErrorCode.AUDIT_UNAVAILABLE, "", () -> perform(guard, 1, FakeEffect.stop(world)));
    assertThat(world.happened).isZero();
    assertThat(fixture.start().underWay()).isEmpty();
  }

  @Test
  void auditLine_standsBeforeTheEffectHappens() {
    ServiceGuard guard = fixture.fenced();
    FakeEffect effect = FakeEffect.stop(world);
    effect.beforeIt =
        () ->
            assertThat(fixture.audited)
                .last()
                .asString()
                .startsWith("effect-begun")
                .contains("operators=alice", "warrant=w-1", "fact.before=0");

    perform(guard, 1, effect);

    assertThat(fixture.audited).last().asString().startsWith("effect-ended").contains("DONE");
  }

  @Test
  void effectsRefuse_refusesEveryEffect() {
    fixture.refusesEffects = true;
    ServiceGuard guard = fixture.fenced();

    assertRefused(
        ErrorCode.EFFECTS_REFUSED, "", () -> perform(guard, 1, FakeEffect.unwarranted(world)));
    assertRefused(ErrorCode.EFFECTS_REFUSED, "", () -> guard.admit(LEADER, GuardFixture.HOST));
    assertThat(world.happened).isZero();
  }

  @Test
  void request_meantForAnotherHost_isRefused() {
    ServiceGuard guard = fixture.fenced();
    RequestKey other =
        new RequestKey("kms-prod", GuardFixture.RUN, "restart-kms", "stop", "kms3", 1);

    assertRefused(
        ErrorCode.NO_SUCH_HOST,
        "",
        () ->
            guard.perform(
                fixture.call(other, fixture.stopWarrant()), FakeEffect.unwarranted(world)));
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void crash_betweenBegunAndReceipt_isIndeterminateAndThenSettledByLooking(boolean happened) {
    ServiceGuard guard = fixture.fenced();
    FakeEffect effect = FakeEffect.stop(world);
    effect.beforeIt = () -> crashUnless(happened);
    effect.afterIt = () -> crashUnless(!happened);
    assertThatThrownBy(() -> perform(guard, 1, effect)).hasRootCauseInstanceOf(PowerCut.class);
    fixture.files.restorePower();

    ServiceGuard restarted = fixture.start();

    assertThat(restarted.underWay()).singleElement().asString().contains("end unknown");
    assertThat(fixture.audited).last().asString().contains("INDETERMINATE");
    EffectRecord settled = perform(restarted, 1, FakeEffect.stop(world));
    assertThat(settled.stage())
        .isEqualTo(happened ? EffectStage.SETTLED_DONE : EffectStage.SETTLED_NOT_DONE);
    assertThat(world.happened).isEqualTo(happened ? 1 : 0);
    assertThat(perform(restarted, 1, FakeEffect.stop(world))).isEqualTo(settled);
    assertThat(restarted.underWay()).isEmpty();
  }

  private void crashUnless(boolean goOn) {
    if (!goOn) {
      fixture.files.cutPowerAt(1, false);
      fixture.files.write("any", new byte[0]);
    }
  }

  @Test
  void effect_announcedWhoseRecordCannotBeWritten_isToldNotBegun() {
    ServiceGuard guard = fixture.fenced();
    FakeEffect effect = FakeEffect.stop(world);
    effect.onCommit = () -> fail(ErrorCode.DISK_FULL);

    assertRefused(ErrorCode.DISK_FULL, "", () -> perform(guard, 1, effect));

    assertThat(fixture.audited).last().asString().contains("effect-ended", "NOT_BEGUN");
    assertThat(world.happened).isZero();
    assertThat(perform(guard, 1, FakeEffect.stop(world)).stage()).isEqualTo(EffectStage.DONE);
  }

  @Test
  void auditedEnd_thatACrashLost_isToldAtTheNextStart() {
    ServiceGuard guard = fixture.fenced();
    FakeEffect effect = FakeEffect.stop(world);
    effect.afterIt = () -> fixture.loseNextLine = true;
    perform(guard, 1, effect);
    assertThat(fixture.endless()).hasSize(1);

    fixture.start();

    assertThat(fixture.endless()).isEmpty();
    assertThat(fixture.audited).last().asString().contains("effect-ended", "stage=DONE");
    fixture.start();
    assertThat(fixture.audited.stream().filter(line -> line.contains("stage=DONE"))).hasSize(1);
  }

  @Test
  void laterAttempt_whileTheEarlierCannotBeSettled_isRefused() {
    ServiceGuard guard = fixture.fenced();
    FakeEffect unclear = FakeEffect.stop(world);
    unclear.afterIt = () -> fail(ErrorCode.KMS_STOP_FAILED);
    unclear.settlement = () -> new Settlement.CannotTell("the unit's job still runs");
    assertThat(perform(guard, 1, unclear).stage()).isEqualTo(EffectStage.INDETERMINATE);

    FakeEffect second = FakeEffect.stop(world);
    second.settlement = unclear.settlement;

    assertRefused(ErrorCode.INDETERMINATE, "I6", () -> perform(guard, 2, second));
    assertThat(world.happened).isEqualTo(1);
    assertThat(perform(guard, 2, FakeEffect.stop(world)).stage()).isEqualTo(EffectStage.DONE);
    assertThat(perform(guard, 1, FakeEffect.stop(world)).stage())
        .isEqualTo(EffectStage.SETTLED_DONE);
  }

  @Test
  void laterAttempt_ofWhatOnlyAnOperatorCanTell_needsAnotherWarrant() {
    ServiceGuard guard = fixture.fenced();
    FakeEffect unclear = FakeEffect.stop(world);
    unclear.afterIt = () -> fail(ErrorCode.COMMAND_FAILED);
    unclear.settlement = () -> new Settlement.OperatorMustTell("a command leaves no trace");
    perform(guard, 1, unclear);
    FakeEffect second = FakeEffect.stop(world);
    second.settlement = unclear.settlement;

    assertRefused(ErrorCode.INDETERMINATE, "I6", () -> perform(guard, 2, second));
    var other = fixture.signed(fixture.warrant("w-2", GuardFixture.STOP));

    assertThat(guard.perform(fixture.call(key(2), other), second).stage())
        .isEqualTo(EffectStage.DONE);
  }

  private static void fail(ErrorCode code) {
    throw new KeyparityException(code, "it failed", "look");
  }

  @Test
  void effect_thatFailsAndLeftNothing_isFailedAndMayBeAttemptedAgain() {
    ServiceGuard guard = fixture.fenced();
    FakeEffect failing = FakeEffect.stop(world);
    failing.beforeIt = () -> fail(ErrorCode.KMS_STOP_FAILED);

    EffectRecord failed = perform(guard, 1, failing);

    assertThat(failed.stage()).isEqualTo(EffectStage.FAILED);
    assertThat(failed.facts()).containsEntry("error", "KMS_STOP_FAILED");
    assertThat(perform(guard, 2, FakeEffect.stop(world)).stage()).isEqualTo(EffectStage.DONE);
    assertThat(world.happened).isEqualTo(1);
  }

  @Test
  void effect_thatMayBeRedone_isDoneAgainUnderTheSameIdAndAudited() {
    ServiceGuard guard = fixture.fenced();
    FakeEffect effect = FakeEffect.unwarranted(world);
    effect.kind = EffectKind.BACKUP;
    effect.afterIt = () -> crashUnless(false);
    assertThatThrownBy(() -> perform(guard, 1, effect)).hasRootCauseInstanceOf(PowerCut.class);
    fixture.files.restorePower();
    FakeEffect again = FakeEffect.unwarranted(world);
    again.kind = EffectKind.BACKUP;
    again.settlement = Settlement.RedoIsSafe::new;

    assertThat(perform(fixture.start(), 1, again).stage()).isEqualTo(EffectStage.DONE);
    assertThat(fixture.audited.stream().filter(line -> line.startsWith("effect-begun"))).hasSize(2);
  }

  /** Power is cut at every durable write of one stop, before and after it takes effect. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void crash_atEveryDurableWrite_neverDoesItTwiceAndAlwaysEnds(boolean takesEffect) {
    int writes = writesOfOneStop();
    for (int at = 1; at <= writes; at++) {
      GuardFixture own = new GuardFixture();
      FakeEffect.World ownWorld = new FakeEffect.World();
      ServiceGuard guard = own.fenced();
      var warrant = own.stopWarrant();
      own.files.cutPowerAt(at, takesEffect);
      try {
        guard.perform(own.call(key(1), warrant), FakeEffect.stop(ownWorld));
      } catch (KeyparityException | PowerCut e) {
        assertThat(own.files.isOff()).isTrue();
      }
      own.files.restorePower();

      ServiceGuard restarted = own.start();
      assertThat(own.endless()).as("after write %d of %d", at, writes).isEmpty();
      EffectRecord record = restarted.perform(own.call(key(1), warrant), FakeEffect.stop(ownWorld));
      if (record.stage() == EffectStage.SETTLED_NOT_DONE) {
        record = restarted.perform(own.call(key(2), warrant), FakeEffect.stop(ownWorld));
      }

      assertThat(record.stage()).isIn(EffectStage.DONE, EffectStage.SETTLED_DONE);
      assertThat(ownWorld.happened).as("cut at write %d of %d", at, writes).isEqualTo(1);
    }
  }

  private static int writesOfOneStop() {
    GuardFixture own = new GuardFixture();
    ServiceGuard guard = own.fenced();
    int before = own.files.written().size();
    guard.perform(own.call(key(1), own.stopWarrant()), FakeEffect.stop(new FakeEffect.World()));
    int writes = own.files.written().size() - before;
    assertThat(writes).isGreaterThanOrEqualTo(4);
    return writes;
  }

  @Test
  void repetition_whileTheFirstIsUnderWay_joinsIt() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ExecutorService effects = Executors.newSingleThreadExecutor();
    ExecutorService callers = Executors.newFixedThreadPool(2);
    try {
      ServiceGuard guard = fixture.start(effects);
      guard.raiseFence(LEADER);
      FakeEffect slow = FakeEffect.stop(world);
      slow.beforeIt =
          () -> {
            inside.countDown();
            awaitUninterrupted(goOn);
          };
      Future<EffectRecord> first = callers.submit(() -> perform(guard, 1, slow));
      inside.await();
      Future<EffectRecord> second = callers.submit(() -> perform(guard, 1, FakeEffect.stop(world)));
      assertThat(guard.underWay()).singleElement().asString().contains("stop of step");
      goOn.countDown();

      assertThat(first.get()).isEqualTo(second.get());
      assertThat(world.happened).isEqualTo(1);
    } finally {
      effects.shutdownNow();
      callers.shutdownNow();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void generation_growsWithEveryEffectAndNeverGoesBack() {
    ServiceGuard guard = fixture.fenced();
    long before = new AgentGeneration(fixture.files).current();

    perform(guard, 1, FakeEffect.stop(world));

    assertThat(new AgentGeneration(fixture.files).current()).isGreaterThan(before);
  }

  @Test
  void receipts_areReadBackAsWritten() {
    ServiceGuard guard = fixture.fenced();
    EffectRecord done = perform(guard, 1, FakeEffect.stop(world));

    Receipts read = new Receipts(fixture.files, GuardFixture.SERVICE);

    assertThat(read.find(key(1))).contains(done);
    assertThat(done.facts()).containsAllEntriesOf(Map.of("before", "0", "count", "1"));
  }
}
