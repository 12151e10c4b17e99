package dev.keyparity.coordinator.enablement;

import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.enablement.plan.Plans;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.fleet.FleetSnapshot;
import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.workflow.JournalClock;
import dev.keyparity.coordinator.workflow.Observer;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.WorkflowException;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.IdentityStatement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Makes the {@link World} of one decision from the records and the fleet. Thread-safe. */
public final class WorldObserver implements Observer<World> {
  private final Function<String, ServiceSpec> specs;
  private final Fleet fleet;
  private final Plans plans;
  private final Evidence evidence;
  private final ApprovedStatements statements;
  private final JournalClock clock;

  /**
   * @param specs a declared service by its name; throws {@code NO_SUCH_SERVICE}
   * @param clock that of the engine which decides
   */
  public WorldObserver(
      Function<String, ServiceSpec> specs,
      Fleet fleet,
      Plans plans,
      Evidence evidence,
      ApprovedStatements statements,
      JournalClock clock) {
    this.specs = specs;
    this.fleet = fleet;
    this.plans = plans;
    this.evidence = evidence;
    this.statements = statements;
    this.clock = clock;
  }

  @Override
  public World observe(RunJournal journal) {
    try {
      return read(journal);
    } catch (KeyparityException e) {
      if (e.code() == ErrorCode.ZOOKEEPER_UNAVAILABLE) {
        throw new WorkflowException(
            WorkflowException.Kind.STORE_UNAVAILABLE, e.operatorMessage(), e);
      }
      throw e;
    }
  }

  private World read(RunJournal journal) {
    String service = journal.service();
    ServiceSpec spec = specs.apply(service);
    PlanRecord plan = plans.require(service, journal.plan().id());
    // Before ages are taken: no report must seem younger than it is.
    Instant journalTime = clock.instant();
    FleetSnapshot snapshot = fleet.snapshot();
    ServiceView view = snapshot.hostsOf(service);
    Optional<IdentityStatement> recorded = statements.find(service).map(it -> it.statement());
    Optional<IdentityStatement> target = plan.identity().or(() -> recorded);
    return new World(
        snapshot.at(),
        journalTime,
        spec.without(plan.plan().without()),
        view,
        plan,
        target.orElse(null),
        recorded.map(IdentityStatement::hosts).orElse(List.of()),
        evidence.forgotten(service),
        evidence.recoveryProofs(service));
  }
}
