package dev.keyparity.coordinator.workflow;

import dev.keyparity.coordinator.workflow.RunJournal.PlanRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One run of a toy procedure, its world, store and clock, and a succession of leaders. */
final class EngineBench {
  static final RunId RUN = new RunId("0f3a91c2d4e5-8c1f");
  static final String SERVICE = "kms-prod";
  static final PlanRef PLAN = new PlanRef("8c1f22d0", "51".repeat(32));
  static final Instant T0 = Instant.parse("2026-11-24T14:00:00Z");

  final ToyWorld world = new ToyWorld();
  final InMemoryJournalStore store = new InMemoryJournalStore();
  final MutableClock clock = new MutableClock(T0);
  private final JournalClock journalClock = new JournalClock(clock);
  final Set<String> fired = new HashSet<>();
  final List<Decided> decided = new ArrayList<>();
  private final List<Step<ToyWorld.View>> steps;
  private long epoch;
  private Optional<Term> leading = Optional.empty();

  /** What a step decided, and from what. */
  record Decided(Step<ToyWorld.View> step, StepContext<ToyWorld.View> context, Decision decision) {}

  @SafeVarargs
  @SuppressWarnings("varargs") // only read, as a list
  EngineBench(Step<ToyWorld.View>... steps) {
    this.steps = List.of(steps);
  }

  /** The next coordinator takes over and gets an engine of its own. */
  Engine<ToyWorld.View> leader(FaultPoints faults) {
    epoch++;
    Term term = new Term(epoch, "coord" + epoch);
    store.elect(term);
    leading = Optional.of(term);
    return new Engine<>(
        new Engine.Ports<>(
            store.under(term, faults),
            world.under(faults),
            journal -> world.view(),
            () -> leading.filter(term::equals),
            (service, run, step, act, attempt) ->
                "%s/%s/%s/%d".formatted(step, act.name(), act.host(), attempt),
            journalClock,
            Runnable::run,
            (journal, change) -> fired.add(key(change))),
        EnginePolicy.DEFAULTS,
        Map.of("toy", steps.stream().map(this::recording).toList()));
  }

  Engine<ToyWorld.View> leader() {
    return leader(FaultPoints.none());
  }

  void loseLeadership() {
    leading = Optional.empty();
  }

  static String key(RunListener.Change change) {
    return "%s: %s --%s--> %s".formatted(change.of(), change.from(), change.event(), change.to());
  }

  RunJournal start(Engine<ToyWorld.View> engine, StepId... holdBefore) {
    return engine.start(
        new Engine.NewRun(
            RUN, SERVICE, "toy", PLAN, "alice", List.of(holdBefore), Map.of("colour", "blue")));
  }

  RunJournal journal() {
    return store
        .under(new Term(Math.max(epoch, 1), "reader"), FaultPoints.none())
        .load(SERVICE, RUN)
        .orElseThrow()
        .journal();
  }

  /**
   * Takes turns, moving the clock to each wake-up, until the run stands, ends or waits {@code
   * upTo}.
   */
  Tick drive(Engine<ToyWorld.View> engine, Duration upTo) throws InterruptedException {
    Instant end = clock.instant().plus(upTo);
    for (int turns = 0; turns < 500; turns++) {
      Tick tick = engine.runOnce(SERVICE, RUN);
      switch (tick.kind()) {
        case ENDED, STANDS_STILL, NOT_LEADING -> {
          return tick;
        }
        case WAITS -> {
          Instant wake = tick.wakeAt();
          if (wake == null || wake.isAfter(end)) {
            return tick;
          }
          clock.advanceTo(wake);
        }
        case PROGRESS -> {
          // Takes the next turn at once.
        }
      }
    }
    throw new AssertionError("no end after 500 turns: " + journal().sentence(clock.instant()));
  }

  Tick drive(Engine<ToyWorld.View> engine) throws InterruptedException {
    return drive(engine, Duration.ofHours(1));
  }

  private Step<ToyWorld.View> recording(Step<ToyWorld.View> step) {
    return new Step<>() {
      @Override
      public StepId id() {
        return step.id();
      }

      @Override
      public Decision decide(StepContext<ToyWorld.View> context) {
        Decision decision = step.decide(context);
        decided.add(new Decided(step, context, decision));
        return decision;
      }

      @Override
      public boolean mayRest(StepContext<ToyWorld.View> context) {
        return step.mayRest(context);
      }

      @Override
      public Optional<Boolean> observed(StepContext<ToyWorld.View> context, ActRecord act) {
        return step.observed(context, act);
      }

      @Override
      public String undo() {
        return step.undo();
      }
    };
  }

  /** A step whose whole behaviour is one function. */
  static Step<ToyWorld.View> step(
      String id, Function<StepContext<ToyWorld.View>, Decision> decide) {
    return new Step<>() {
      @Override
      public StepId id() {
        return new StepId(id);
      }

      @Override
      public Decision decide(StepContext<ToyWorld.View> context) {
        return decide.apply(context);
      }

      @Override
      public String undo() {
        return "none: a toy";
      }
    };
  }

  /** Does one act on one host, then is done. */
  static Step<ToyWorld.View> doing(String id, String act, String host) {
    return step(
        id,
        context ->
            context.record().isDone(act, host)
                ? Decision.done(act + " done")
                : Decision.perform(Act.of(act, host)));
  }

  /** Looks at three hosts side by side; what it learns becomes a fact. */
  static Step<ToyWorld.View> looking() {
    return step(
        "look",
        context -> {
          List<Act> missing =
              List.of("kms1", "kms2", "kms3").stream()
                  .filter(host -> !context.record().isDone("look", host))
                  .map(host -> Act.of("look", host))
                  .toList();
          return missing.isEmpty()
              ? Decision.done("looked at 3 hosts", Map.of("looked", "3"))
              : new Decision.Perform(missing);
        });
  }

  /** Takes hosts one at a time through lower and raise; may not rest while one is lowered. */
  static Step<ToyWorld.View> oneByOne(String... hosts) {
    return new Step<>() {
      @Override
      public StepId id() {
        return new StepId("one-by-one");
      }

      @Override
      public Decision decide(StepContext<ToyWorld.View> context) {
        for (String host : hosts) {
          if (!context.record().isDone("lower", host)) {
            return Decision.perform(Act.of("lower", host));
          }
          if (!context.record().isDone("raise", host)) {
            return Decision.perform(Act.of("raise", host, Map.of("after", "lower")));
          }
        }
        return Decision.done("took " + hosts.length + " hosts through");
      }

      @Override
      public boolean mayRest(StepContext<ToyWorld.View> context) {
        return List.of(hosts).stream()
            .noneMatch(
                host ->
                    context.record().isDone("lower", host)
                        && !context.record().isDone("raise", host));
      }

      @Override
      public Optional<Boolean> observed(StepContext<ToyWorld.View> context, ActRecord act) {
        return "none".equals(context.world().flags().get("sight"))
            ? Optional.empty()
            : Optional.of(context.world().has(act.act().name(), act.act().host()));
      }

      @Override
      public String undo() {
        return "none: a toy";
      }
    };
  }

  /** Waits a minute for a flag of the world. */
  static Step<ToyWorld.View> waiting() {
    return step(
        "wait",
        context ->
            "up".equals(context.world().flags().get("sun"))
                ? Decision.done("the sun is up")
                : new Decision.Wait(
                    "sun",
                    "the sun is not up",
                    Duration.ofMinutes(1),
                    Decision.blocked("dark", "the sun did not come up", "light a lamp")));
  }

  /** Blocked until an operator has answered. */
  static Step<ToyWorld.View> asking() {
    return step(
        "ask",
        context ->
            context.journal().options().containsKey("answer")
                ? Decision.done("answered " + context.journal().options().get("answer"))
                : Decision.blocked("question", "which one?", "keyparity run resume --keep X"));
  }
}
