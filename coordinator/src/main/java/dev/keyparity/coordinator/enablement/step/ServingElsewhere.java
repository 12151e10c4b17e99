package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.fleet.HostFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether the other hosts hold the service while one is down: at least one serves the approved key,
 * and so does every member. Pure.
 */
record ServingElsewhere(World world, String host, String identity) {

  boolean isEnough() {
    return !serving().isEmpty() && membersNotServing().isEmpty();
  }

  /** What stands in the way of a stop; of each host that does not serve, how it stands. */
  String obstacle() {
    List<String> inTheWay = inTheWay();
    String how =
        inTheWay.stream()
            .map(other -> other + ": " + standing(other))
            .collect(Collectors.joining("; "));
    return serving().isEmpty()
        ? "%s is not stopped: no other host serves the approved key (%s)".formatted(host, how)
        : "%s is not stopped while %s does not serve the approved key (%s)"
            .formatted(host, String.join(", ", inTheWay), how);
  }

  String[] whatToDo() {
    List<String> all = new ArrayList<>();
    for (String other : inTheWay()) {
      if (isUnproven(other)) {
        all.add(
            "restart the KMS of %s: its agent sees which key a KMS loads when it starts"
                .formatted(other));
      }
    }
    if (all.isEmpty()) {
      all.add("keyparity status %s shows why the others do not".formatted(world.spec().service()));
    }
    all.add("then: keyparity run resume");
    return all.toArray(String[]::new);
  }

  private List<String> others() {
    return world.spec().othersThan(host);
  }

  private List<String> serving() {
    return others().stream()
        .filter(other -> facts(other).filter(it -> it.serves(identity)).isPresent())
        .toList();
  }

  private List<String> membersNotServing() {
    List<String> serving = serving();
    return others().stream()
        .filter(other -> !serving.contains(other))
        .filter(other -> facts(other).filter(HostFacts::isMember).isPresent())
        .toList();
  }

  private List<String> inTheWay() {
    return serving().isEmpty() ? others() : membersNotServing();
  }

  private Optional<HostFacts> facts(String other) {
    return world.fresh(other);
  }

  private boolean isUnproven(String other) {
    return facts(other).filter(it -> it.isUp() && it.servingIdentity().isEmpty()).isPresent();
  }

  private String standing(String other) {
    return facts(other)
        .map(
            it ->
                !it.isUp()
                    ? "its KMS is " + it.kms()
                    : it.servingIdentity().isEmpty()
                        ? "which key its KMS loaded is not known"
                        : "its KMS serves another key")
        .orElse("no fresh report");
  }
}
