package dev.keyparity.coordinator.workflow;

import dev.keyparity.coordinator.workflow.JournalStore.Stored;
import dev.keyparity.coordinator.workflow.RunJournal.OperatorWord;
import dev.keyparity.coordinator.workflow.RunJournal.PlanRef;
import dev.keyparity.coordinator.workflow.RunJournal.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives runs: observe, decide, act, record.
 *
 * <p>One turn ({@link #runOnce}):
 *
 * <ol>
 *   <li>ask whether it leads; read the journal; a new leadership writes its name into it first
 *   <li>send acts whose outcome is unknown again, under the request ids they have
 *   <li>else observe, and let the current step decide
 *   <li>write the intents, ask again whether it leads, have the acts performed, record each outcome
 * </ol>
 *
 * <p>It remembers nothing between turns, so a turn may follow another one's crash on any
 * coordinator. {@code runOnce} of one run is called by one thread at a time; operators' calls may
 * come from any thread meanwhile, because every write is conditional.
 *
 * @param <W> what the steps decide from
 */
public final class Engine<W> {
  private static final Logger log = LoggerFactory.getLogger(Engine.class);

  private final Ports<W> ports;
  private final EnginePolicy policy;
  private final Map<String, List<Step<W>>> procedures;
  private final JournalWriter journals;

  /**
   * Where the engine touches the world.
   *
   * @param acts runs the acts of one decision side by side
   */
  public record Ports<W>(
      JournalStore store,
      ActPerformer performer,
      Observer<W> observer,
      Leadership leadership,
      RequestIds requestIds,
      JournalClock clock,
      Executor acts,
      RunListener listener) {}

  /**
   * A run to be started.
   *
   * @param kind which procedure, such as {@code enable}
   * @param holdBefore steps that begin only when an operator says so
   */
  public record NewRun(
      RunId run,
      String service,
      String kind,
      PlanRef plan,
      String startedBy,
      List<StepId> holdBefore,
      Map<String, String> options) {}

  /**
   * @param procedures the steps of each kind of run, in order
   */
  public Engine(Ports<W> ports, EnginePolicy policy, Map<String, List<Step<W>>> procedures) {
    this.ports = ports;
    this.policy = policy;
    this.procedures = Map.copyOf(procedures);
    this.journals = new JournalWriter(ports.store(), ports.clock(), ports.listener());
  }

  /** Takes one turn. Returns soon, except while acts are being performed. */
  public Tick runOnce(String service, RunId run) throws InterruptedException {
    Instant now = ports.clock().instant();
    Optional<Term> term = ports.leadership().term();
    if (term.isEmpty()) {
      return new Tick(
          Tick.Kind.NOT_LEADING, "run " + run + ": this coordinator does not lead", null);
    }
    try {
      Stored seen = journals.load(service, run);
      return new Turn<>(ports, policy, journals, procedure(seen.journal()), term.get()).take(seen);
    } catch (WorkflowException e) {
      return switch (e.kind()) {
        case NOT_LEADING -> {
          log.info("run {}: stands down: {}", run, e.getMessage());
          yield new Tick(Tick.Kind.NOT_LEADING, "run " + run + ": " + e.getMessage(), null);
        }
        case CONFLICT ->
            new Tick(
                Tick.Kind.PROGRESS, "run " + run + ": the journal changed; reads it again", now);
        case STORE_UNAVAILABLE -> {
          log.warn("run {}: the journal store does not answer", run, e);
          yield new Tick(
              Tick.Kind.WAITS,
              "run " + run + ": the journal store does not answer: " + e.getMessage(),
              now.plus(policy.pauseAfter(2)));
        }
        default -> throw e;
      };
    }
  }

  /** Creates a run, all of its steps pending, as the service's current one. */
  public RunJournal start(NewRun wanted) {
    Instant now = ports.clock().instant();
    List<Step<W>> steps = procedures.get(wanted.kind());
    if (steps == null) {
      throw new IllegalArgumentException(
          "run kind: %s (expected: one of %s)".formatted(wanted.kind(), procedures.keySet()));
    }
    RunJournal journal =
        new RunJournal(
            wanted.run(),
            wanted.service(),
            wanted.kind(),
            List.of(wanted.plan()),
            wanted.startedBy(),
            now,
            null,
            new Standing(RunState.RUNNING, now, "", "started", List.of()),
            steps.stream().map(Step::id).map(StepRecord::pending).toList(),
            List.of(),
            null,
            null,
            null,
            wanted.holdBefore(),
            List.of(),
            Act.copyOf(wanted.options()),
            Act.copyOf(Map.of()));
    return journals.create(journal).journal();
  }

  /** The journal as it is durable now. */
  public RunJournal show(String service, RunId run) {
    return journals.load(service, run).journal();
  }

  /** Asks for a pause; it takes effect where the current step may rest. */
  public RunJournal pause(String service, RunId run, String by, String reason) {
    OperatorWord word = new OperatorWord(by, reason, ports.clock().instant());
    return operate(
        service,
        run,
        edit -> {
          RunState state = edit.journal().state();
          if (state.isTerminal() || state.standsStill()) {
            throw notNow(run, "pause", state, "running or waiting");
          }
          edit.wantPause(word);
        });
  }

  /**
   * Lets a run go on that stands still; what was blocked or failed is tried again.
   *
   * @param plan a further plan that operators approved for this run, or null
   * @param options what that plan adds
   */
  public RunJournal resume(
      String service, RunId run, @Nullable PlanRef plan, Map<String, String> options) {
    return operate(
        service,
        run,
        edit -> {
          RunState state = edit.journal().state();
          if (!state.standsStill()) {
            throw notNow(run, "resume", state, "blocked, paused or failed");
          }
          edit.resume(plan, options);
        });
  }

  /**
   * Asks for the run's end. Where it stands still, at once; else where the current step may rest,
   * so that no host is left half done.
   *
   * @param revocation on record with the wish, in the same write; due once the run is aborted,
   *     because hosts that refuse the run could not be brought to rest
   */
  public RunJournal abort(
      String service, RunId run, String by, String reason, RunRevocation revocation) {
    OperatorWord word = new OperatorWord(by, reason, ports.clock().instant());
    return operate(
        service,
        run,
        edit -> {
          RunState state = edit.journal().state();
          if (state.isTerminal()) {
            throw notNow(run, "abort", state, "not over");
          }
          edit.wantAbort(word, revocation);
          if (state.standsStill()) {
            edit.abort(Turn.abortReason(edit.journal()));
          }
        });
  }

  /**
   * What was learned of the delivery of an aborted run's revocation.
   *
   * @param asked what hosts were asked to keep
   */
  public RunJournal delivered(
      String service, RunId run, RunRevocation asked, Map<String, RunRevocation.Delivery> learned) {
    return operate(service, run, edit -> edit.revoking(before -> before.with(asked, learned)));
  }

  /**
   * An aborted run's revocation under more signatures: hosts that refused it are asked again.
   *
   * @param document made from the one on record
   */
  public RunJournal signedFurther(
      String service, RunId run, java.util.function.UnaryOperator<String> document) {
    Instant now = ports.clock().instant();
    return operate(
        service,
        run,
        edit ->
            edit.revoking(before -> before.signedFurther(document.apply(before.document()), now)));
  }

  private RunJournal operate(
      String service, RunId run, java.util.function.Consumer<JournalEdit> change) {
    return journals.record(journals.load(service, run), change).journal();
  }

  private static WorkflowException notNow(RunId run, String what, RunState state, String expected) {
    return new WorkflowException(
        WorkflowException.Kind.NOT_NOW,
        "%s run %s: it is %s (expected: %s)".formatted(what, run, state.text(), expected));
  }

  private List<Step<W>> procedure(RunJournal journal) {
    return procedures.getOrDefault(journal.kind(), List.of());
  }
}
