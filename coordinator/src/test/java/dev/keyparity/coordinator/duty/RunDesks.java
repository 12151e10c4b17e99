package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.control.KmsControl;
import dev.keyparity.coordinator.enablement.ApprovedStatements;
import dev.keyparity.coordinator.enablement.act.KmsEnsemble;
import dev.keyparity.coordinator.enablement.act.KmsQuestions;
import dev.keyparity.coordinator.enablement.plan.Plans;
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
import java.util.function.Consumer;

/** Operators' desks for runs on the records of a test; they reach no host. */
public final class RunDesks {
  private RunDesks() {}

  public static RunDesk of(
      Leadership leadership, RecordStore records, Clock clock, Consumer<String> wake) {
    FaultHandler faults =
        (doing, fault) -> {
          throw new AssertionError(doing, fault);
        };
    JournalWatchers watchers = new JournalWatchers(faults);
    Ground ground =
        new Ground(
            "prod",
            leadership,
            records,
            none(Fleet.class),
            none(AgentCalls.class),
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
    return new RunDesk(ground, new Engines(ground, watchers), watchers, wake);
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
