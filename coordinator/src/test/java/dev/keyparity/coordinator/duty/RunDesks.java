package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.ServiceDuty;
import dev.keyparity.coordinator.control.KmsControl;
import dev.keyparity.coordinator.enablement.act.KmsEnsemble;
import dev.keyparity.coordinator.enablement.act.KmsQuestions;
import dev.keyparity.coordinator.enablement.plan.Plans;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.kms.KmsClients;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.daemon.fault.FaultHandler;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** Operators' desks and leaders' duties for runs on the records of a test. */
public final class RunDesks {
  private RunDesks() {}

  /** A desk that reaches no host. */
  public static RunDesk of(
      Leadership leadership, RecordStore records, Clock clock, Consumer<String> wake) {
    JournalWatchers watchers = watchers();
    Ground ground =
        ground(leadership, records, clock, new World(none(Fleet.class), none(AgentCalls.class)));
    return new RunDesk(ground, new Engines(ground, watchers), watchers, wake);
  }

  /** A desk that looks at hosts and KMS as a test has them, each under an address of its own. */
  public static InstallationDesk installations(
      Leadership leadership,
      RecordStore records,
      Clock clock,
      AgentCalls agents,
      KmsClients clients) {
    return new InstallationDesk(
        new Ground(
            "prod",
            leadership,
            records,
            none(Fleet.class),
            agents,
            none(KmsControl.class),
            clients,
            none(KmsQuestions.class),
            none(KmsEnsemble.class),
            Runnable::run,
            clock,
            new Random(1),
            new Plans(records),
            new Evidence(records),
            new ApprovedStatements(records)),
        Set::of);
  }

  /** The hosts as a coordinator reaches them. */
  record World(Fleet fleet, AgentCalls agents) {}

  /** What drives a service's runs, and tells its hosts of aborted ones. */
  static ServiceDuty duty(
      String service, Leadership leadership, RecordStore records, Clock clock, World world) {
    Ground ground = ground(leadership, records, clock, world);
    return new RunDuty(service, new Engines(ground, watchers()), ground);
  }

  private static JournalWatchers watchers() {
    FaultHandler faults =
        (doing, fault) -> {
          throw new AssertionError(doing, fault);
        };
    return new JournalWatchers(faults);
  }

  private static Ground ground(
      Leadership leadership, RecordStore records, Clock clock, World world) {
    return new Ground(
        "prod",
        leadership,
        records,
        world.fleet(),
        world.agents(),
        none(KmsControl.class),
        none(KmsClients.class),
        none(KmsQuestions.class),
        none(KmsEnsemble.class),
        Runnable::run,
        clock,
        new Random(1),
        new Plans(records),
        new Evidence(records),
        new ApprovedStatements(records));
  }

  /** Nobody there: what an operator asks of a run must not wait for the world. */
  private static <T> T none(Class<T> port) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              throw new AssertionError("asked: " + method);
            }));
  }
}
