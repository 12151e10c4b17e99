package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.daemon.fault.ErrorCode;
import java.util.List;
import java.util.Optional;

/**
 * Whether a run may go on without the hosts that its operator names: a repair, without hosts that
 * cannot permit the stop because they are silent, do not serve the approved key, or have begun a
 * stop that does not end. Pure.
 */
record LeftOut(PlanRequest request, PlanInputs inputs) {

  Optional<PlanOutcome> refusal() {
    if (request.without().isEmpty()) {
      return Optional.empty();
    }
    if (request.kind() != PlanKind.REPAIR) {
      return refused(
          "without: a run of kind %s needs every host".formatted(request.kind().text()),
          "bring the host back; keyparity repair alone goes on without one");
    }
    List<String> hosts = inputs.hosts();
    for (String host : request.without()) {
      if (!hosts.contains(host) || host.equals(request.host())) {
        return refused(
            "without: %s (expected: one of %s other than %s)"
                .formatted(host, String.join(", ", hosts), request.host()),
            "keyparity status " + request.service());
      }
      if (inputs.fresh(host).filter(this::canPermit).isPresent()) {
        return refused(
            "without: %s serves the approved key and answers (expected: silent, down, on another key, or in a stop that does not end)"
                .formatted(host),
            "keyparity repair %s %s   asks it for its permit"
                .formatted(request.service(), request.host()));
      }
    }
    return Optional.empty();
  }

  private boolean canPermit(HostFacts host) {
    return inputs.approved().filter(it -> host.serves(it.keyIdentity())).isPresent()
        && !host.report().getKms().getStopBegun();
  }

  private static Optional<PlanOutcome> refused(String problem, String whatToDo) {
    return Optional.of(PlanOutcome.refused(ErrorCode.USAGE, problem, whatToDo));
  }
}
