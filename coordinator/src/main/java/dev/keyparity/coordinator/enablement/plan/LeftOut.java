package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.fleet.HostView.Freshness;
import dev.keyparity.daemon.fault.ErrorCode;
import java.util.List;
import java.util.Optional;

/**
 * Whether a run may go on without the hosts that its operator names. Pure.
 *
 * <ul>
 *   <li>A repair, without hosts that cannot permit the stop because they are silent, do not serve
 *       the approved key, or have begun a stop that does not end.
 *   <li>The removal of a host, without that very host, while nothing is heard of its agent.
 * </ul>
 */
record LeftOut(PlanRequest request, PlanInputs inputs) {

  Optional<PlanOutcome> refusal() {
    if (request.without().isEmpty()) {
      return Optional.empty();
    }
    if (request.kind() == PlanKind.REMOVE_HOST) {
      return notGone();
    }
    if (request.kind() != PlanKind.REPAIR) {
      return refused(
          "without: a run of kind %s needs every host".formatted(request.kind().text()),
          "bring the host back: only a repair of another, or its own removal, goes on without it");
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

  /** What answers can be asked to stop its KMS, and told that it is out: that comes first. */
  private Optional<PlanOutcome> notGone() {
    String host = request.host();
    Optional<HostView> view = inputs.fleet().host(host);
    if (!request.without().equals(List.of(host)) || view.isEmpty()) {
      return refused(
          "gone: %s (expected: one of %s, the very host that is removed)"
              .formatted(String.join(", ", request.without()), String.join(", ", inputs.hosts())),
          "keyparity status " + request.service());
    }
    boolean answers =
        view.get().freshness() == Freshness.FRESH
            || view.get().freshness() == Freshness.ROLLED_BACK;
    if (answers || view.get().contact() == HostView.Contact.CONNECTING) {
      return refused(
          "gone: the agent of %s %s (expected: silent)"
              .formatted(host, answers ? "answers" : "is being connected to"),
          answers
              ? "keyparity host remove %s %s   stops its KMS and tells its agent"
                  .formatted(request.service(), host)
              : "try again in a minute");
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
