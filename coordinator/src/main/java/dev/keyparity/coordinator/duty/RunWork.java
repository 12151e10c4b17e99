package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.ServiceDuty;
import dev.keyparity.coordinator.Workshop;
import dev.keyparity.coordinator.enablement.act.KmsEnsemble;
import dev.keyparity.coordinator.enablement.act.KmsQuestions;
import dev.keyparity.coordinator.enablement.plan.Plans;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.parity.ServiceParity;
import dev.keyparity.coordinator.workflow.JournalClock;
import dev.keyparity.daemon.fault.FaultHandler;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All that has to do with runs in one coordinator: operators' desks for plans and runs, and the
 * duty of each service's loop. One for the life of the process. Thread-safe; construction does no
 * I/O.
 */
public final class RunWork {
  /** Acts of one decision go side by side. */
  private static final int ACTS_AT_ONCE = 32;

  private final Ground ground;
  private final Engines engines;
  private final PlanDesk plans;
  private final RunDesk runs;
  private final InstallationDesk installations;
  private volatile Consumer<String> wake = service -> {};
  private volatile Supplier<Optional<NamedHead>> ownChain = Optional::empty;

  /** On the given ground, whatever its ports reach. */
  public RunWork(Ground ground, FaultHandler faults) {
    JournalWatchers watchers = new JournalWatchers(faults);
    this.ground = ground;
    this.engines = new Engines(ground, watchers);
    this.plans = new PlanDesk(ground, engines);
    this.installations = new InstallationDesk(ground, InstallationDesk.Resolver::system);
    this.runs = new RunDesk(ground, engines, watchers, service -> wake.accept(service));
  }

  /**
   * @param ensemble asks the ZooKeeper ensembles that the KMS hosts themselves use
   */
  public static RunWork of(Workshop.Parts parts, KmsEnsemble ensemble) {
    return new RunWork(
        new Ground(
            parts.config().group(),
            parts.leadership(),
            parts.records(),
            parts.network().fleet(),
            parts.network().calls(),
            parts.control(),
            parts.kms(),
            new DirectQuestions(parts.kms(), parts.survey(), parts.matrix()),
            ensemble,
            parts.faults().pool("act", ACTS_AT_ONCE),
            parts.clock(),
            new SecureRandom(),
            new Plans(parts.records()),
            new Evidence(parts.records()),
            new ApprovedStatements(parts.records())),
        parts.faults());
  }

  /** Asks the KMS hosts, as runs do. */
  public KmsQuestions questions() {
    return ground.questions();
  }

  /** Tells the time by which runs' journals are written. */
  public JournalClock journalTime() {
    return engines.clock();
  }

  public PlanDesk plans() {
    return plans;
  }

  public RunDesk runs() {
    return runs;
  }

  /** Looks at what a service is installed on. */
  public InstallationDesk installations() {
    return installations;
  }

  /** Drives the open run of a service; for one leadership. */
  public ServiceDuty duty(ServiceSpec spec) {
    return new RunDuty(spec.service(), engines, ground);
  }

  /** Has the heads of a service's audit logs kept on other hosts; for one leadership. */
  public ServiceDuty anchors(ServiceSpec spec) {
    return new AnchorDuty(
        spec.service(),
        new AnchorDuty.Ports(ground.fleet(), ground.agents(), engines.clock()),
        new RunNotes(ground.evidence(), ground.clock()),
        () -> ownChain.get());
  }

  /**
   * Carries out what a service's policy says about drift; for one leadership.
   *
   * @param parity how the hosts stand now, from memory
   * @param rested hears of each rule by which nothing was done
   */
  public ServiceDuty policy(
      ServiceSpec spec, Supplier<Optional<ServiceParity>> parity, Consumer<String> rested) {
    return new PolicyDuty(
        spec,
        new PolicyDuty.Ports(
            ground, plans, runs, parity, new RunNotes(ground.evidence(), ground.clock()), rested));
  }

  /**
   * @param head this coordinator's own audit log, whose head hosts keep, too
   */
  public void anchor(Supplier<Optional<NamedHead>> head) {
    ownChain = head;
  }

  /**
   * @param wakes makes the loop of a service take its next turn at once, such as {@code
   *     LeaderDesk::wake}; without it a change by an operator takes effect some seconds later
   */
  public void wakeWith(Consumer<String> wakes) {
    wake = wakes;
  }
}
