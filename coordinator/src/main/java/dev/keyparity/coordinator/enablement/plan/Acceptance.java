package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.enablement.plan.Plan.Accepted;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.warrant.IdentityStatement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which files of the key directory are to be approved in place of others, and whether they may be:
 * the key must stay the same, and every host hold the very same files. Pure.
 *
 * @param approved the statement on record
 * @param reference the host whose files are proposed
 */
record Acceptance(IdentityStatement approved, PlanInputs inputs, HostFacts reference) {

  /** Every file of which the approved digest is to be another one, by name. */
  List<Accepted> files() {
    return changes(approved.files(), reference.files());
  }

  private static List<Accepted> changes(Map<String, String> from, Map<String, String> to) {
    TreeSet<String> names = new TreeSet<>(from.keySet());
    names.addAll(to.keySet());
    return names.stream()
        .map(
            name ->
                new Accepted(
                    name,
                    from.getOrDefault(name, HostFacts.ABSENT),
                    to.getOrDefault(name, HostFacts.ABSENT)))
        .filter(change -> !change.was().equals(change.is()))
        .toList();
  }

  Optional<PlanOutcome> refusal() {
    String service = inputs.spec().service();
    for (String host : inputs.hosts()) {
      HostFacts facts = inputs.facts(host);
      if (facts.isSound() && !facts.identity().equals(approved.keyIdentity())) {
        return refused(
            ErrorCode.NOT_IN_PARITY,
            "%s holds another key than the approved one".formatted(host),
            "another key is never accepted: keyparity repair %s %s".formatted(service, host));
      }
      List<String> different = differences(facts);
      if (!different.isEmpty()) {
        return refused(
            ErrorCode.NOT_IN_PARITY,
            "%s and %s differ: %s".formatted(reference.host(), host, String.join("; ", different)),
            "make the change on every host first; --reference HOST names the one that is right");
      }
    }
    return files().isEmpty()
        ? refused(
            ErrorCode.USAGE,
            "every host holds the approved files (expected: a file that changed)",
            "keyparity status " + service)
        : Optional.empty();
  }

  /** Where a host does not hold what the reference holds. */
  private List<String> differences(HostFacts host) {
    return changes(reference.files(), host.files()).stream()
        .map(it -> "%s %s, %s".formatted(it.file(), brief(it.was()), brief(it.is())))
        .toList();
  }

  private Optional<PlanOutcome> refused(ErrorCode code, String problem, String whatToDo) {
    return Optional.of(
        PlanOutcome.refused(
            code, "accept %s: %s".formatted(inputs.spec().service(), problem), whatToDo));
  }

  private static String brief(String digest) {
    return digest.equals(HostFacts.ABSENT) ? digest : digest.substring(0, 12);
  }
}
