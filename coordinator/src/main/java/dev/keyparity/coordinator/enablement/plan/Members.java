package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.warrant.IdentityStatement;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The hosts of a service that stay what they are while one joins or leaves: those of the statement
 * on record but that one. What is declared must be what is approved, and each must hold the
 * approved key: a run that changes which hosts there are mends none. Pure.
 *
 * @param doing how refusals begin, such as {@code add host}
 * @param inputs with every one of them heard of freshly
 * @param approved the statement on record
 */
record Members(String doing, PlanRequest request, PlanInputs inputs, IdentityStatement approved) {

  List<String> names() {
    return approved.hosts().stream().filter(host -> !host.equals(request.host())).toList();
  }

  /** The host whose key file is the approved one, byte for byte: rather one that serves it. */
  Optional<HostFacts> source() {
    String secring = approved.files().getOrDefault("secring.gpg", "");
    return names().stream()
        .map(inputs::facts)
        .filter(it -> it.isSound() && it.secring().equals(secring))
        .min(Comparator.comparing(it -> !it.serves(approved.keyIdentity())));
  }

  /** Every other host must be declared and listed, or neither. */
  Optional<PlanOutcome> othersAlike(String until) {
    List<String> joining =
        inputs.hosts().stream()
            .filter(it -> !it.equals(request.host()) && !approved.hosts().contains(it))
            .toList();
    if (!joining.isEmpty()) {
      return refused(
          ErrorCode.USAGE,
          "%s is declared too and not part of the service yet (expected: one host at a time)"
              .formatted(String.join(", ", joining)),
          "take %s out of the service file until %s is %s"
              .formatted(String.join(", ", joining), request.host(), until));
    }
    List<String> gone = names().stream().filter(it -> !inputs.hosts().contains(it)).toList();
    return gone.isEmpty()
        ? Optional.empty()
        : refused(
            ErrorCode.USAGE,
            "%s is a host by statement %d and not in the service file (expected: declared)"
                .formatted(String.join(", ", gone), approved.generation()),
            "put it back into the service file");
  }

  /** Every one holds the approved key, soundly, and one of them byte for byte. */
  Optional<PlanOutcome> unwell() {
    for (String name : names()) {
      HostFacts member = inputs.facts(name);
      if (member.isChanging()) {
        return changing(name);
      }
      if (!member.isSound() || !member.identity().equals(approved.keyIdentity())) {
        return refused(
            ErrorCode.NOT_IN_PARITY,
            "%s does not hold the approved key (expected: every host there is)".formatted(name),
            "keyparity repair %s %s".formatted(request.service(), name));
      }
    }
    return Optional.empty();
  }

  Optional<PlanOutcome> changing(String host) {
    return refused(
        ErrorCode.FILE_CHANGING,
        "%s: its key directory is changing".formatted(host),
        "plan again when it is stable");
  }

  Optional<PlanOutcome> noSource() {
    return source().isPresent()
        ? Optional.empty()
        : refused(
            ErrorCode.NOT_IN_PARITY,
            "no host holds the approved key file, byte for byte",
            "keyparity accept %s   approves the bytes that are there".formatted(request.service()));
  }

  Optional<PlanOutcome> refused(ErrorCode code, String problem, String whatToDo) {
    return refused(code, problem, whatToDo, "");
  }

  /**
   * @param rule the invariant it would break; empty if none
   */
  Optional<PlanOutcome> refused(ErrorCode code, String problem, String whatToDo, String rule) {
    return Optional.of(
        new PlanOutcome.Refused(
            code, "%s %s: %s".formatted(doing, request.host(), problem), whatToDo, rule));
  }
}
