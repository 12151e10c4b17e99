package dev.keyparity.coordinator;

import dev.keyparity.coordinator.control.KmsControl;
import dev.keyparity.coordinator.fleet.AgentNetwork;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.kms.DecryptMatrix;
import dev.keyparity.coordinator.kms.KmsClients;
import dev.keyparity.coordinator.kms.KmsSurvey;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.coordinator.telemetry.CoordinatorMetrics;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.identity.TlsIdentity;
import dev.keyparity.daemon.lifecycle.Component;
import dev.keyparity.daemon.status.StatusServer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * What is done with the parts of a coordinator: the work on each service, and the operators' API.
 */
public interface Workshop {

  /**
   * Everything work can be made of; nothing of it has been started.
   *
   * @param status takes pages until it starts
   */
  record Parts(
      CoordinatorConfig config,
      TlsIdentity identity,
      Leadership leadership,
      RecordStore records,
      AgentNetwork network,
      KmsControl control,
      KmsClients kms,
      KmsSurvey survey,
      DecryptMatrix matrix,
      Clock clock,
      CoordinatorMetrics metrics,
      StatusServer status,
      FaultHandler faults) {

    /** The same with another view of the same records. */
    Parts withRecords(RecordStore other) {
      return new Parts(
          config,
          identity,
          leadership,
          other,
          network,
          control,
          kms,
          survey,
          matrix,
          clock,
          metrics,
          status,
          faults);
    }
  }

  /** The work on one service in one leadership. */
  ServiceDuty duty(ServiceSpec spec, FencingToken token);

  /** Serves operators; empty if nobody does. */
  Optional<Component> admin(LeaderDesk desk);

  /** Fences and watches hosts, and does nothing else to them: no runs, no operators' API. */
  static Workshop watchingOnly() {
    return new Workshop() {
      @Override
      public ServiceDuty duty(ServiceSpec spec, FencingToken token) {
        return fenced -> Duration.ofMinutes(1);
      }

      @Override
      public Optional<Component> admin(LeaderDesk desk) {
        return Optional.empty();
      }
    };
  }
}
