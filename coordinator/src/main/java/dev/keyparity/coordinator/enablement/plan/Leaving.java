package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.warrant.IdentityStatement;
import java.util.List;
import java.util.Optional;

/**
 * Whether a host may be taken out of the service. Only one leaves at a time, only while every host
 * that stays holds the approved key, and never while it alone opens something. One host may be left
 * alone only by one that is gone for good: nothing else could ever be done about a service of two
 * hosts of which one died. Pure.
 *
 * @param inputs without the host if it is gone
 * @param approved the statement on record
 */
record Leaving(PlanRequest request, PlanInputs inputs, IdentityStatement approved) {

  private Members members() {
    return new Members("remove host", request, inputs, approved);
  }

  private boolean isGone() {
    return !request.without().isEmpty();
  }

  /** A host that stays and holds the approved key file, byte for byte. */
  HostFacts source() {
    return members().source().orElseThrow();
  }

  Optional<PlanOutcome> refusal() {
    return undeclared()
        .or(this::notListed)
        .or(this::tooFew)
        .or(() -> members().othersAlike("removed"))
        .or(this::stillMeant)
        .or(() -> members().unwell())
        .or(this::changing)
        .or(() -> members().noSource())
        .or(this::wouldBeLost);
  }

  private Optional<PlanOutcome> undeclared() {
    String host = request.host();
    if (isGone() || inputs.spec().host(host).isPresent()) {
      return Optional.empty();
    }
    return approved.hosts().contains(host)
        ? members()
            .refused(
                ErrorCode.USAGE,
                "it is a host by statement %d and not in the service file (expected: declared)"
                    .formatted(approved.generation()),
                "put it back into the service file: it leaves by a run, and the file is last")
        : members()
            .refused(
                ErrorCode.NO_SUCH_HOST,
                "'%s' is no host of %s (its hosts: %s)"
                    .formatted(host, request.service(), String.join(", ", approved.hosts())),
                "keyparity service show " + request.service());
  }

  /**
   * A run that adds a host and was aborted half-way may have told agents of it while nothing is on
   * record: then they need a statement without it.
   */
  private Optional<PlanOutcome> notListed() {
    boolean someMayList = inputs.generation() > approved.generation();
    return approved.hosts().contains(request.host()) || someMayList
        ? Optional.empty()
        : members()
            .refused(
                ErrorCode.HOST_NOT_LISTED,
                "statement %d does not list it (its hosts: %s): only the service file has it"
                    .formatted(approved.generation(), String.join(", ", approved.hosts())),
                "take it out of the service file: keyparity host remove %s %s"
                    .formatted(request.service(), request.host()));
  }

  private Optional<PlanOutcome> tooFew() {
    List<String> stay = members().names();
    if (stay.size() >= 2 || (stay.size() == 1 && isGone())) {
      return Optional.empty();
    }
    String left =
        stay.isEmpty()
            ? "it is the only host"
            : "%s would be left alone: no other would hold the key or a copy of its backups, and its"
                    .formatted(stay.get(0))
                + " KMS could never be stopped";
    return members()
        .refused(
            ErrorCode.LAST_SERVING,
            left + " (expected: two hosts that stay)",
            "add another one first: keyparity host add %s HOST --agent … --kms …"
                .formatted(request.service()),
            "I5");
  }

  /** What else the service file wants of a host that nobody can reach any more. */
  private Optional<PlanOutcome> stillMeant() {
    String host = request.host();
    boolean meant =
        inputs.spec().clients().stream().anyMatch(it -> it.host().equals(host))
            || inputs.spec().dependants().stream().anyMatch(it -> it.host().equals(host));
    return isGone() && meant
        ? members()
            .refused(
                ErrorCode.USAGE,
                "it is gone, and the service file has it as a client or dependant, too",
                "take it out of clients and dependants first: keyparity service apply -f FILE")
        : Optional.empty();
  }

  private Optional<PlanOutcome> changing() {
    return !isGone() && inputs.facts(request.host()).isChanging()
        ? members().changing(request.host())
        : Optional.empty();
  }

  private Optional<PlanOutcome> wouldBeLost() {
    return isGone()
        ? new Loss(request, inputs).refusal(List.of(), List.of(), "no host that stays opens")
        : new Loss(request, inputs)
            .refusal(
                inputs.hasSomethingToLose(request.host()) ? List.of(request.host()) : List.of(),
                excused(),
                "if %s leaves, these become unreadable for ever".formatted(request.host()));
  }

  /** One that holds the approved key opens what the others open, and may be down. */
  private List<String> excused() {
    HostFacts host = inputs.facts(request.host());
    boolean approvedKey = host.isSound() && host.identity().equals(approved.keyIdentity());
    return host.isDown() && approvedKey ? List.of(request.host()) : List.of();
  }
}
