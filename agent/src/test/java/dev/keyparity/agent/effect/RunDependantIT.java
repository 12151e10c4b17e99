package dev.keyparity.agent.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.agent.control.DeclaredCommand;
import dev.keyparity.agent.control.Dependant;
import dev.keyparity.agent.control.Pause;
import dev.keyparity.agent.control.ProcessTable;
import dev.keyparity.agent.guard.EffectKind;
import dev.keyparity.agent.guard.EffectRecord;
import dev.keyparity.agent.guard.EffectStage;
import dev.keyparity.agent.guard.Outcome;
import dev.keyparity.agent.guard.RequestKey;
import dev.keyparity.agent.guard.Settlement;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real commands; the dependant is a file that holds the name of its present instance. */
class RunDependantIT {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;
  private Path running;
  private Path hold;

  @BeforeEach
  void start() throws IOException {
    running = Files.writeString(folder.resolve("running"), "first");
    hold = folder.resolve("hold");
  }

  private RunDependant effect(String script, Duration deadline, @Nullable String instance) {
    Dependant dependant =
        new Dependant(
            shell(script, deadline, "restart"),
            instance == null ? null : shell(instance, LONG, "instance"),
            ProcessTable.ofHost(Clock.systemUTC()),
            Pause.real());
    return new RunDependant(Map.of("cluster", dependant), "kms1", "restart-cluster", "cluster");
  }

  private RunDependant effect(String script) {
    return effect(script, LONG, "cat " + running);
  }

  private DeclaredCommand shell(String script, Duration deadline, String name) {
    return new DeclaredCommand(
        List.of("/bin/sh", "-c", script), deadline, folder.resolve("out").resolve(name));
  }

  private static EffectRecord begun(Map<String, String> prepared) {
    return new EffectRecord(
        new RequestKey("kms-prod", "r-1", "restart-cluster", "run-dependant", "kms1", 1),
        EffectKind.RUN_DEPENDANT,
        EffectStage.INDETERMINATE,
        new FencingToken("g", 1, "c1"),
        "w-1",
        Instant.EPOCH,
        Instant.EPOCH,
        "",
        new TreeMap<>(prepared));
  }

  private String startsAs(String instance) {
    return "printf %s > %s".formatted(instance, running);
  }

  @Test
  void restart_isDoneOnlyWhenAnotherInstanceIsUp() {
    RunDependant late = effect("rm %s; (sleep 1; %s) &".formatted(running, startsAs("second")));
    late.prepare();

    Outcome outcome = late.run();

    assertThat(outcome.done()).isTrue();
    assertThat(outcome.facts()).containsEntry("instance_after", "second");
  }

  @Test
  void commandThatSucceedsAndRestartsNothing_isAFailure() {
    RunDependant idle = effect("true", Duration.ofSeconds(1), "cat " + running);
    idle.prepare();

    Outcome outcome = idle.run();

    assertThat(outcome.done()).isFalse();
    assertThat(outcome.summary()).contains("no new instance");
  }

  @Test
  void cutShort_withAnotherInstanceUp_tookPlace() throws IOException {
    RunDependant cut = effect("true");
    EffectRecord record = begun(cut.prepare());
    Files.writeString(running, "second");

    assertThat(cut.settle(record)).isInstanceOf(Settlement.Happened.class);
  }

  @Test
  void cutShort_withTheSameInstanceUp_orNone_didNotTakePlace() throws IOException {
    RunDependant cut = effect("true");
    EffectRecord record = begun(cut.prepare());

    assertThat(cut.settle(record)).isInstanceOf(Settlement.DidNotHappen.class);
    Files.delete(running);
    assertThat(cut.settle(record)).isInstanceOf(Settlement.DidNotHappen.class);
  }

  @Test
  void cutShort_withItsCommandStillAtWork_isNotSettledYet() throws Exception {
    Files.createFile(hold);
    RunDependant slow =
        effect("while [ -e %s ]; do sleep 0.1; done; %s".formatted(hold, startsAs("second")));
    EffectRecord record = begun(slow.prepare());
    Thread restart = new Thread(slow::run);
    restart.start();
    try {
      RunDependant afterwards = effect("true");
      Awaitility.await()
          .atMost(LONG)
          .until(() -> afterwards.settle(record) instanceof Settlement.CannotTell);
    } finally {
      Files.delete(hold);
      restart.join();
    }
    assertThat(slow.settle(record)).isInstanceOf(Settlement.Happened.class);
  }

  /** A daemon that an earlier restart started carries that restart's mark, not this one's. */
  @Test
  void daemonOfAnEarlierRestart_isNotTakenForACommandAtWork() throws Exception {
    String daemon = "sleep 100000.5 > /dev/null 2>&1 & echo $! > %s".formatted(running);
    RunDependant earlier = effect(daemon);
    earlier.prepare();
    assertThat(earlier.run().done()).isTrue();
    try {
      RunDependant cut = effect(daemon);

      assertThat(cut.settle(begun(cut.prepare()))).isInstanceOf(Settlement.DidNotHappen.class);
    } finally {
      ProcessHandle.of(Long.parseLong(Files.readString(running).strip()))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void cutShort_withNothingToTellItsInstance_isForAnOperatorToTell() {
    RunDependant mute = effect("true", LONG, null);

    assertThat(mute.settle(begun(mute.prepare())))
        .isInstanceOfSatisfying(
            Settlement.OperatorMustTell.class,
            must -> assertThat(must.why()).contains("dependants[].instance"));
  }

  @Test
  void instanceThatPrintsNothing_isRefusedBeforeAnythingIsDone() {
    RunDependant silent = effect(startsAs("second"), LONG, "true");

    assertThatThrownBy(silent::prepare)
        .isInstanceOf(KeyparityException.class)
        .hasMessageContaining("printed nothing");
    assertThat(running).hasContent("first");
  }
}
