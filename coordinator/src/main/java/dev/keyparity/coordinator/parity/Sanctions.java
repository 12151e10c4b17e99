package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which key files hosts may hold for a while without an alarm: by exact digest, what an open run's
 * warrant says is replaced and what is put there. Anything else in the same window is a drift.
 * Immutable.
 */
record Sanctions(Map<String, Set<String>> secrings) {
  static final Sanctions NONE = new Sanctions(Map.of());

  Sanctions {
    secrings = Map.copyOf(secrings);
  }

  /**
   * @param run the service's current or last run
   * @param plan the one in force for it
   */
  static Sanctions of(Optional<RunJournal> run, Optional<PlanRecord> plan) {
    if (run.filter(it -> !it.state().isTerminal()).isEmpty()) {
      return NONE;
    }
    Map<String, Set<String>> secrings = new HashMap<>();
    for (Act act : plan.flatMap(PlanRecord::acts).map(Warrant::acts).orElse(List.of())) {
      if (act.verb() == Verb.INSTALL) {
        Set<String> allowed = secrings.computeIfAbsent(act.host(), host -> new HashSet<>());
        allowed.add(act.bounds().getOrDefault("replaces", ""));
        allowed.add(act.bounds().getOrDefault("installs", ""));
      }
    }
    return new Sanctions(secrings);
  }

  boolean covers(HostVerdict host) {
    return !host.secring().isEmpty()
        && secrings.getOrDefault(host.host(), Set.of()).contains(host.secring());
  }
}
