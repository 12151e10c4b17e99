package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.warrant.IdentityStatement;
import java.util.Optional;

/**
 * Whether a declared host may become part of the service, and whose key it gets. Only one host
 * joins at a time, and only while every host there was holds the approved key: a run that adds one
 * mends no other. Pure.
 *
 * @param approved the statement on record
 */
record Joining(PlanRequest request, PlanInputs inputs, IdentityStatement approved) {

  private Members members() {
    return new Members("add host", request, inputs, approved);
  }

  /** The host whose key file is the approved one, byte for byte: rather one that serves it. */
  Optional<HostFacts> source() {
    return members().source();
  }

  Optional<PlanOutcome> refusal() {
    return undeclared()
        .or(() -> members().othersAlike("added"))
        .or(() -> members().unwell())
        .or(this::changing)
        .or(() -> members().noSource());
  }

  private Optional<PlanOutcome> undeclared() {
    String host = request.host();
    if (inputs.spec().host(host).isEmpty()) {
      return members()
          .refused(
              ErrorCode.NO_SUCH_HOST,
              "'%s' is not declared (expected: a host of the service file)".formatted(host),
              "declare it first, with --agent and --kms, or with: keyparity service apply -f FILE");
    }
    return approved.hosts().contains(host)
        ? members()
            .refused(
                ErrorCode.USAGE,
                "it is a host of the service already, by statement %d"
                    .formatted(approved.generation()),
                "keyparity status %1$s; if its key drifted: keyparity repair %1$s %2$s"
                    .formatted(request.service(), host))
        : Optional.empty();
  }

  private Optional<PlanOutcome> changing() {
    return inputs.facts(request.host()).isChanging()
        ? members().changing(request.host())
        : Optional.empty();
  }

  /**
   * A key that is there gives way only if the operator names that very key; named none, the run
   * backs up and asks everybody, and stops there.
   */
  Optional<PlanOutcome> misnamed(KeyChoice choice) {
    return request.giveWay().isEmpty() || request.giveWay().equals(choice.foreign())
        ? Optional.empty()
        : members()
            .refused(
                ErrorCode.USAGE,
                "gives way: %s (expected: %s, what it holds beside the approved key)"
                    .formatted(request.giveWay(), choice.foreign()),
                "keyparity host add %s %s   without --give-way shows what it holds"
                    .formatted(request.service(), request.host()));
  }
}
