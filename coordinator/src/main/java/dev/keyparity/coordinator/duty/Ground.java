package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.control.KmsControl;
import dev.keyparity.coordinator.enablement.act.KmsEnsemble;
import dev.keyparity.coordinator.enablement.act.KmsQuestions;
import dev.keyparity.coordinator.enablement.plan.Plans;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.inventory.ServiceRecord;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.kms.KmsClients;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What runs stand on: the ports to the world, and the records behind them.
 *
 * @param acts runs acts side by side
 * @param random must be hard to guess
 */
public record Ground(
    String group,
    Leadership leadership,
    RecordStore records,
    Fleet fleet,
    AgentCalls agents,
    KmsControl control,
    KmsClients clients,
    KmsQuestions questions,
    KmsEnsemble ensemble,
    Executor acts,
    Clock clock,
    RandomGenerator random,
    Plans plans,
    Evidence evidence,
    ApprovedStatements statements) {

  /**
   * @throws KeyparityException STALE_LEADER
   */
  FencingToken token() {
    return leadership
        .token()
        .orElseThrow(
            () -> new KeyparityException(ErrorCode.STALE_LEADER, "this coordinator does not lead"));
  }

  /**
   * A service as declared now.
   *
   * @throws KeyparityException NO_SUCH_SERVICE
   */
  ServiceSpec spec(String service) {
    return Optional.of(service)
        .filter(RecordKey::isName)
        .flatMap(name -> records.read(RecordKey.of(RecordKey.Kind.SPEC, name)))
        .map(record -> ServiceRecord.parse(record.value()).spec(service))
        .orElseThrow(
            () ->
                new KeyparityException(
                    ErrorCode.NO_SUCH_SERVICE,
                    "service: %s (expected: a declared one)".formatted(service),
                    "keyparity service list"));
  }
}
