package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.workflow.ActState;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which key files hosts may hold for a while without an alarm, by exact digest: what an open run's
 * warrant says is put there and, until that was done, what it says is replaced. Anything else in
 * the same window is a drift, and so is what was replaced if it comes back. Immutable.
 */
record Sanctions(Map<String, Set<String>> secrings) {
  static final Sanctions NONE = new Sanctions(Map.of());

  Sanctions {
    secrings = Map.copyOf(secrings);
  }

  /**
   * @param plan the one in force for the run
   */
  static Sanctions of(RunJournal run, PlanRecord plan) {
    if (run.state().isTerminal()) {
      return NONE;
    }
    Set<String> installed =
        run.acts().stream()
            .filter(act -> act.state() == ActState.DONE)
            .filter(act -> Acts.kindOf(act.act()).equals(Acts.INSTALL))
            .map(act -> act.act().host())
            .collect(Collectors.toSet());
    Map<String, Set<String>> secrings = new HashMap<>();
    for (Act act : plan.acts().map(Warrant::acts).orElse(List.of())) {
      if (act.verb() == Verb.INSTALL) {
        Set<String> allowed = secrings.computeIfAbsent(act.host(), host -> new HashSet<>());
        allowed.add(act.bounds().getOrDefault("installs", ""));
        if (!installed.contains(act.host())) {
          allowed.add(act.bounds().getOrDefault("replaces", ""));
        }
      }
    }
    return new Sanctions(secrings);
  }

  boolean covers(HostVerdict host) {
    return !host.secring().isEmpty()
        && secrings.getOrDefault(host.host(), Set.of()).contains(host.secring());
  }
}
