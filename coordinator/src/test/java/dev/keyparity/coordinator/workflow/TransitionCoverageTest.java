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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables hold what happens, all of it and nothing else. */
class TransitionCoverageTest {
  private final Set<String> fired = new HashSet<>();

  /** A row that nothing fires is a row nobody understands: it goes, or a scenario comes. */
  @Test
  void everyDeclaredTransition_firesInSomeScenario() throws Exception {
    straightThrough();
    waitsThatEnd();
    standsStillAndIsResumed();
    standsStillAndIsAborted();
    movesAndIsAbortedOrPaused();
    actsOfEveryOutcome();

    assertThat(fired)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Transitions.RUNS, Transitions.STEPS, Transitions.ACTS)
                .flatMap(table -> table.rows().stream().map(row -> table.what() + ": " + row))
                .collect(Collectors.toSet()));
  }

  private void straightThrough() throws Exception {
    EngineBench bench =
        new EngineBench(looking(), step("nothing", context -> Decision.skipped("none declared")));
    drive(bench, bench.leader());
  }

  private void waitsThatEnd() throws Exception {
    EngineBench comesTrue = new EngineBench(waiting());
    var engine = comesTrue.leader();
    comesTrue.start(engine);
    comesTrue.drive(engine, Duration.ofSeconds(1));
    comesTrue.world.flag("sun", "up");
    go(comesTrue, engine);

    drive(new EngineBench(waiting())); // blocked at its deadline

    EngineBench fails =
        new EngineBench(
            step(
                "wait",
                context ->
                    context.world().flags().containsKey("storm")
                        ? new Decision.Fail("storm", "a storm", "wait for better weather")
                        : waiting().decide(context)));
    var second = fails.leader();
    fails.start(second);
    fails.drive(second, Duration.ofSeconds(1));
    fails.world.flag("storm", "yes");
    go(fails, second);
  }

  private void standsStillAndIsResumed() throws Exception {
    for (var bench : standing()) {
      var engine = bench.leader();
      bench.start(engine, new StepId("held"));
      go(bench, engine);
      engine.resume(SERVICE, RUN, null, Map.of("answer", "left"));
      go(bench, engine);
    }
  }

  private void standsStillAndIsAborted() throws Exception {
    for (var bench : standing()) {
      var engine = bench.leader();
      bench.start(engine, new StepId("held"));
      go(bench, engine);
      engine.abort(SERVICE, RUN, "bob", "enough", TestRevocations.unread());
      go(bench, engine);
    }
  }

  /** Blocked, failed and paused. */
  private static List<EngineBench> standing() {
    return List.of(
        new EngineBench(asking()),
        new EngineBench(step("fail", context -> new Decision.Fail("x", "broken", "mend it"))),
        new EngineBench(doing("held", "poke", "kms1")));
  }

  private void movesAndIsAbortedOrPaused() throws Exception {
    for (boolean abort : List.of(true, false)) {
      EngineBench waits = new EngineBench(waiting());
      var engine = waits.leader();
      waits.start(engine);
      waits.drive(engine, Duration.ofSeconds(1));
      ask(engine, abort);
      go(waits, engine);

      EngineBench runs = new EngineBench(oneByOne("kms1"));
      var second = runs.leader();
      runs.start(second);
      second.runOnce(SERVICE, RUN);
      ask(second, abort);
      go(runs, second);
    }
  }

  private static void ask(Engine<ToyWorld.View> engine, boolean abort) {
    if (abort) {
      engine.abort(SERVICE, RUN, "bob", "enough", TestRevocations.unread());
    } else {
      engine.pause(SERVICE, RUN, "bob", "lunch");
    }
  }

  private void actsOfEveryOutcome() throws Exception {
    ActResult unclear = new ActResult.Indeterminate("crashed");
    ActResult notDone = ActResult.notDone("X", "not done", "", Next.RE_OBSERVE);
    EngineBench bench = new EngineBench(doing("only", "poke", "kms1"));
    bench.world.script("poke", "kms1", notDone, unclear, notDone, unclear);
    drive(bench);
  }

  private void drive(EngineBench bench) throws Exception {
    drive(bench, bench.leader());
  }

  private void drive(EngineBench bench, Engine<ToyWorld.View> engine) throws Exception {
    bench.start(engine);
    go(bench, engine);
  }

  private void go(EngineBench bench, Engine<ToyWorld.View> engine) throws Exception {
    bench.drive(engine);
    fired.addAll(bench.fired);
  }

  @Test
  void event_thatNoRowAllows_isAFaultOfOurs() {
    assertThatThrownBy(() -> Transitions.RUNS.on(RunState.DONE, RunEvent.RESUME))
        .isInstanceOfSatisfying(
            WorkflowException.class,
            e -> assertThat(e.kind()).isEqualTo(WorkflowException.Kind.IMPOSSIBLE_TRANSITION))
        .hasMessage("run: RESUME while DONE (expected: one of its transitions)");
  }

  @Test
  void terminalStates_haveNoWayOut_andAllOthersHave() {
    for (RunState state : RunState.values()) {
      assertThat(Transitions.RUNS.rows().stream().anyMatch(row -> row.from() == state))
          .as("%s", state)
          .isNotEqualTo(state.isTerminal());
    }
    for (StepState state : StepState.values()) {
      assertThat(Transitions.STEPS.rows().stream().anyMatch(row -> row.from() == state))
          .as("%s", state)
          .isNotEqualTo(state.isTerminal());
    }
    for (ActState state : ActState.values()) {
      assertThat(Transitions.ACTS.rows().stream().anyMatch(row -> row.from() == state))
          .as("%s", state)
          .isEqualTo(state.isOpen());
    }
  }

  /** The document is a product of the tables; {@code -Dkeyparity.rewrite=true} makes it anew. */
  @Test
  void stateDiagram_inTheDocuments_equalsTheTables() throws Exception {
    Path document = Path.of("..", "docs", "design", "run-states.md");
    String expected = document();
    if (Boolean.getBoolean("keyparity.rewrite")) {
      Files.writeString(document, expected);
    }

    assertThat(Files.readString(document)).isEqualTo(expected);
  }

  private static String document() {
    return """
        # The states of a run

        Made from the tables in `coordinator.workflow.Transitions`; a test fails when they differ \
        (`-Dkeyparity.rewrite=true` writes this file anew).
        What cannot happen, and why, is written there.

        ## Run
        A run that is BLOCKED, PAUSED or FAILED stands still with a reason and what the operator \
        can do. DONE and ABORTED are final.

        ```mermaid
        %s```

        ## Step
        One step at a time is neither PENDING nor over. A retry by an operator is a new round: \
        attempts of acts are bounded per round.

        ```mermaid
        %s```

        ## Act
        One attempt of one act, under one request id. INTENDED means: the intent is durable, the \
        outcome not known; it is asked for again under the same request id, by whoever leads. \
        INDETERMINATE is settled by the host's receipt or by observation, never by repetition.

        ```mermaid
        %s```
        """
        .formatted(
            Transitions.RUNS.toMermaid(),
            Transitions.STEPS.toMermaid(),
            Transitions.ACTS.toMermaid());
  }
}
