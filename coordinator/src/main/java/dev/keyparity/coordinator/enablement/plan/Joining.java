package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.warrant.IdentityStatement;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether a declared host may become part of the service, and whose key it gets. Only one host
 * joins at a time, and only while every host there was holds the approved key: a run that adds one
 * mends no other. Pure.
 *
 * @param approved the statement on record
 */
record Joining(PlanRequest request, PlanInputs inputs, IdentityStatement approved) {

  /** The host whose key file is the approved one, byte for byte: rather one that serves it. */
  Optional<HostFacts> source() {
    String secring = approved.files().getOrDefault("secring.gpg", "");
    return members().stream()
        .filter(it -> it.isSound() && it.secring().equals(secring))
        .min(Comparator.comparing(it -> !it.serves(approved.keyIdentity())));
  }

  private List<HostFacts> members() {
    return inputs.hosts().stream().filter(approved.hosts()::contains).map(inputs::facts).toList();
  }

  Optional<PlanOutcome> refusal() {
    return undeclared().or(this::otherHosts).or(this::membersUnwell).or(this::noSource);
  }

  private Optional<PlanOutcome> undeclared() {
    String host = request.host();
    if (inputs.spec().host(host).isEmpty()) {
      return refused(
          ErrorCode.NO_SUCH_HOST,
          "'%s' is not declared (expected: a host of the service file)".formatted(host),
          "declare it first, with --agent and --kms, or with: keyparity service apply -f FILE");
    }
    return approved.hosts().contains(host)
        ? refused(
            ErrorCode.USAGE,
            "it is a host of the service already, by statement %d".formatted(approved.generation()),
            "keyparity status %1$s; if its key drifted: keyparity repair %1$s %2$s"
                .formatted(request.service(), host))
        : Optional.empty();
  }

  /** What is declared must be what is approved, and this host. */
  private Optional<PlanOutcome> otherHosts() {
    List<String> joining =
        inputs.hosts().stream()
            .filter(it -> !it.equals(request.host()) && !approved.hosts().contains(it))
            .toList();
    if (!joining.isEmpty()) {
      return refused(
          ErrorCode.USAGE,
          "%s is declared too and not part of the service yet (expected: one host at a time)"
              .formatted(String.join(", ", joining)),
          "take %s out of the service file until %s is added"
              .formatted(String.join(", ", joining), request.host()));
    }
    List<String> gone =
        approved.hosts().stream().filter(it -> !inputs.hosts().contains(it)).toList();
    return gone.isEmpty()
        ? Optional.empty()
        : refused(
            ErrorCode.USAGE,
            "%s is a host by statement %d and not in the service file (expected: declared)"
                .formatted(String.join(", ", gone), approved.generation()),
            "put it back into the service file");
  }

  private Optional<PlanOutcome> membersUnwell() {
    for (HostFacts member : members()) {
      if (member.isChanging()) {
        return changing(member.host());
      }
      if (!member.isSound() || !member.identity().equals(approved.keyIdentity())) {
        return refused(
            ErrorCode.NOT_IN_PARITY,
            "%s does not hold the approved key (expected: every host there is)"
                .formatted(member.host()),
            "keyparity repair %s %s".formatted(request.service(), member.host()));
      }
    }
    return inputs.facts(request.host()).isChanging() ? changing(request.host()) : Optional.empty();
  }

  private Optional<PlanOutcome> changing(String host) {
    return refused(
        ErrorCode.FILE_CHANGING,
        "%s: its key directory is changing".formatted(host),
        "plan again when it is stable");
  }

  private Optional<PlanOutcome> noSource() {
    return source().isPresent()
        ? Optional.empty()
        : refused(
            ErrorCode.NOT_IN_PARITY,
            "no host holds the approved key file, byte for byte",
            "keyparity accept %s   approves the bytes that are there".formatted(request.service()));
  }

  /**
   * A key that is there gives way only if the operator names that very key; named none, the run
   * backs up and asks everybody, and stops there.
   */
  Optional<PlanOutcome> misnamed(KeyChoice choice) {
    return request.giveWay().isEmpty() || request.giveWay().equals(choice.foreign())
        ? Optional.empty()
        : refused(
            ErrorCode.USAGE,
            "gives way: %s (expected: %s, what it holds beside the approved key)"
                .formatted(request.giveWay(), choice.foreign()),
            "keyparity host add %s %s   without --give-way shows what it holds"
                .formatted(request.service(), request.host()));
  }

  private Optional<PlanOutcome> refused(ErrorCode code, String problem, String whatToDo) {
    return Optional.of(
        PlanOutcome.refused(code, "add host %s: %s".formatted(request.host(), problem), whatToDo));
  }
}
