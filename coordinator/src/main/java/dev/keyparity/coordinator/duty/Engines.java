package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.enablement.WorldObserver;
import dev.keyparity.coordinator.enablement.act.EnablementActs;
import dev.keyparity.coordinator.enablement.step.Procedures;
import dev.keyparity.coordinator.fleet.FenceBarrier.Fenced;
import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.ActOrder;
import dev.keyparity.coordinator.workflow.ActPerformer;
import dev.keyparity.coordinator.workflow.ActResult;
import dev.keyparity.coordinator.workflow.Engine;
import dev.keyparity.coordinator.workflow.EnginePolicy;
import dev.keyparity.coordinator.workflow.JournalClock;
import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunListener;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.coordinator.workflow.Term;
import dev.keyparity.coordinator.workflow.WorkflowException;
import dev.keyparity.coordinator.workflow.journal.RecordedJournals;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.fencing.RequestId;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes engines: one that drives, for each set of fenced hosts, and one that only records. */
final class Engines {
  private final Ground ground;
  private final Consumer<RunJournal> written;
  private final RecordedJournals recorded;
  private final JournalClock clock;

  /**
   * @param written hears of every journal that became durable
   */
  Engines(Ground ground, Consumer<RunJournal> written) {
    this.ground = ground;
    this.written = written;
    this.recorded = new RecordedJournals(ground.records(), Optional::empty);
    this.clock = new JournalClock(ground.clock());
  }

  /** The time by which runs decide and wait. */
  JournalClock clock() {
    return clock;
  }

  JournalStore journals(Supplier<Optional<FencingToken>> token) {
    return new NotedJournals(recorded.under(token), written);
  }

  /** For what operators ask: it writes their word into journals and takes no turn. */
  Engine<World> forOperators(RunListener listener) {
    Supplier<Optional<FencingToken>> token = ground.leadership()::token;
    return new Engine<>(
        new Engine.Ports<>(
            journals(token),
            order -> new ActResult.Unanswered("operators' calls cause no effects"),
            observer(),
            () -> token.get().map(Engines::term),
            Engines::requestId,
            clock,
            ground.acts(),
            listener),
        EnginePolicy.DEFAULTS,
        Procedures.byKind());
  }

  /** For the loop of one service: under exactly the token its hosts are fenced for. */
  Engine<World> forDriving(Fenced fenced, RunListener listener) {
    Supplier<Optional<FencingToken>> token =
        () -> Optional.of(fenced.token()).filter(ground.leadership()::holds);
    JournalStore journals = journals(token);
    return new Engine<>(
        new Engine.Ports<>(
            journals,
            onFencedHosts(fenced, acts(journals)),
            observer(),
            () -> token.get().map(Engines::term),
            Engines::requestId,
            clock,
            ground.acts(),
            listener),
        EnginePolicy.DEFAULTS,
        Procedures.byKind());
  }

  private ActPerformer acts(JournalStore journals) {
    WorldObserver observer = observer();
    return new EnablementActs(
        new EnablementActs.Ports(
            ground.group(),
            order -> observer.observe(journalOf(journals, order)),
            ground.agents(),
            ground.control(),
            ground.clients(),
            ground.questions(),
            ground.ensemble(),
            ground.evidence(),
            ground.statements(),
            ground.clock(),
            ground.random()));
  }

  private static RunJournal journalOf(JournalStore journals, ActOrder order) {
    return journals
        .load(order.service(), order.run())
        .orElseThrow(
            () ->
                new WorkflowException(
                    WorkflowException.Kind.NO_SUCH_RUN, "run " + order.run() + ": gone"))
        .journal();
  }

  /**
   * A host that was silent at the barrier may still be doing what an earlier leader asked of it.
   */
  private static ActPerformer onFencedHosts(Fenced fenced, ActPerformer acts) {
    return order -> {
      String silent = fenced.silent().get(order.act().host());
      return silent == null
          ? acts.perform(order)
          : new ActResult.Unanswered(
              "%s: not fenced for this leadership yet: %s".formatted(order.act().host(), silent));
    };
  }

  private WorldObserver observer() {
    return new WorldObserver(
        ground::spec,
        ground.fleet(),
        ground.plans(),
        ground.evidence(),
        ground.statements(),
        clock);
  }

  private static Term term(FencingToken token) {
    return new Term(token.epoch(), token.holder());
  }

  private static String requestId(String service, RunId run, StepId step, Act act, int attempt) {
    return RequestId.derive(service, run.value(), step.value(), act.name(), act.host(), attempt)
        .hex();
  }
}
