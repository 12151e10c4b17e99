package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.HeldKeys;
import dev.keyparity.coordinator.enablement.SurveyFacts;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.evidence.VersionRanges;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.workflow.Decision;
import dev.keyparity.coordinator.workflow.StepContext;
import dev.keyparity.keyring.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The explanation of a run that is blocked at different keys: who holds what, what only it opens,
 * and the safe ways on, in order. Pure.
 */
final class DivergenceExplained {
  private final World world;
  private final SurveyFacts survey;
  private final KeyHoldings holdings;

  DivergenceExplained(StepContext<World> context, KeyHoldings holdings) {
    this.world = context.world();
    this.survey = SurveyFacts.in(context.journal().facts());
    this.holdings = holdings;
  }

  Decision.Block block() {
    List<HostFacts> hosts =
        world.hosts().stream().map(host -> world.fresh(host).orElseThrow()).toList();
    return new Decision.Block("divergence", explanation(), whatToDo(), HeldKeys.of(hosts));
  }

  private String explanation() {
    return world.hosts().stream()
            .map(this::words)
            .collect(Collectors.joining(", ", "hosts hold different keys: ", ""))
        + loss();
  }

  /** What the operator must not miss: it cannot be undone. */
  private String loss() {
    TreeSet<KeyVersion> lost = new TreeSet<>();
    holdings.foreign().keySet().forEach(host -> lost.addAll(precious(host)));
    return lost.isEmpty()
        ? ""
        : "; if the key of %s is kept, unreadable for ever: %s"
            .formatted(world.plan().reference(), VersionRanges.format(lost));
  }

  private String words(String host) {
    HostFacts held = world.fresh(host).orElseThrow();
    if (!held.hasKeyFile()) {
      return host + " none";
    }
    return held.primary().isEmpty()
        ? host + " a key file that is " + held.soundness()
        : host + " " + new Fingerprint(held.primary()).abbreviated();
  }

  private List<String> whatToDo() {
    List<String> ways = new ArrayList<>();
    TreeSet<KeyVersion> precious = new TreeSet<>();
    for (String host : holdings.foreign().keySet()) {
      SortedSet<KeyVersion> here = precious(host);
      if (!here.isEmpty()) {
        ways.add(
            "isolate %s and copy out what is encrypted with %s: docs/operations/copy-out.md"
                .formatted(host, VersionRanges.format(here)));
        precious.addAll(here);
      }
    }
    precious.forEach(
        version ->
            ways.add(
                "or ask the owner of %s whether it may be lost, then: keyparity key forget %s"
                        .formatted(version.key(), version)
                    + " --reason …"));
    ways.add((ways.isEmpty() ? "" : "then: ") + onwards());
    return ways;
  }

  /** The command by which an operator names the key to keep and those that give way. */
  private String onwards() {
    if (world.plan().kind() == PlanKind.ADD_HOST) {
      String service = world.spec().service();
      String host = world.approved().target();
      return "keyparity run abort %s --reason …, then: keyparity host add %s %s --give-way %s"
          .formatted(service, service, host, holdings.foreign().get(host));
    }
    return "keyparity run resume --keep %s --give-way %s"
        .formatted(
            holdings.reference().primary(),
            holdings.foreign().entrySet().stream()
                .map(it -> it.getKey() + "=" + it.getValue())
                .collect(Collectors.joining(",")));
  }

  /** What only this host opens, but for the probe key's versions. */
  private SortedSet<KeyVersion> precious(String host) {
    TreeSet<KeyVersion> only = new TreeSet<>(survey.onlyOn(host));
    only.removeIf(version -> version.key().equals(world.spec().probeKey()));
    return only;
  }
}
