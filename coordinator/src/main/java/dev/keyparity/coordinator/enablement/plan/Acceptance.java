package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.enablement.plan.Plan.Accepted;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.proto.agent.v1.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
    SortedMap<String, String> present = digests(reference);
    TreeSet<String> names = new TreeSet<>(present.keySet());
    names.addAll(approved.files().keySet());
    List<Accepted> changed = new ArrayList<>();
    for (String name : names) {
      String was = digest(approved.files(), name);
      String is = digest(present, name);
      if (!was.equals(is)) {
        changed.add(new Accepted(name, was, is));
      }
    }
    return changed;
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
    SortedMap<String, String> right = digests(reference);
    SortedMap<String, String> there = digests(host);
    TreeSet<String> names = new TreeSet<>(right.keySet());
    names.addAll(there.keySet());
    return names.stream()
        .filter(name -> !digest(right, name).equals(digest(there, name)))
        .map(name -> "%s %s, %s".formatted(name, brief(right, name), brief(there, name)))
        .toList();
  }

  private Optional<PlanOutcome> refused(ErrorCode code, String problem, String whatToDo) {
    return Optional.of(
        PlanOutcome.refused(
            code, "accept %s: %s".formatted(inputs.spec().service(), problem), whatToDo));
  }

  private static String brief(Map<String, String> digests, String name) {
    String digest = digest(digests, name);
    return digest.equals(HostFacts.ABSENT) ? digest : digest.substring(0, 12);
  }

  private static String digest(Map<String, String> digests, String name) {
    return digests.getOrDefault(name, HostFacts.ABSENT);
  }

  private static SortedMap<String, String> digests(HostFacts host) {
    TreeMap<String, String> digests = new TreeMap<>();
    for (File file : host.report().getKeyDirectory().getFilesList()) {
      digests.put(file.getName(), file.getSha256());
    }
    return digests;
  }
}
