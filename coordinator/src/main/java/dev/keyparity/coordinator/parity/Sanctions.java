package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.ActState;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which key files hosts may hold for a while without an alarm, by exact digest: what an open run's
 * warrant says is put there and, until that was done, what it says is replaced. Anything else in
 * the same window is a drift, and so is what was replaced if it comes back. Immutable.
 *
 * @param secrings digests by host
 * @param replaced what was replaced on a host, for reports that may be older than that
 */
record Sanctions(Map<String, Set<String>> secrings, Map<String, Replaced> replaced) {
  static final Sanctions NONE = new Sanctions(Map.of());

  /**
   * @param at when the journal learned of it, by the time in which it is written
   */
  record Replaced(String secring, Instant at) {}

  Sanctions {
    secrings = Map.copyOf(secrings);
    replaced = Map.copyOf(replaced);
  }

  Sanctions(Map<String, Set<String>> secrings) {
    this(secrings, Map.of());
  }

  /**
   * @param plan the one in force for the run
   */
  static Sanctions of(RunJournal run, PlanRecord plan) {
    if (run.state().isTerminal()) {
      return NONE;
    }
    Map<String, Instant> installed = installed(run);
    Map<String, Set<String>> secrings = new HashMap<>();
    Map<String, Replaced> replaced = new HashMap<>();
    for (Act act : plan.acts().map(Warrant::acts).orElse(List.of())) {
      if (act.verb() == Verb.INSTALL) {
        Set<String> allowed = secrings.computeIfAbsent(act.host(), host -> new HashSet<>());
        allowed.add(act.bounds().getOrDefault("installs", ""));
        String before = act.bounds().getOrDefault("replaces", "");
        Instant at = installed.get(act.host());
        if (at == null) {
          allowed.add(before);
        } else {
          replaced.put(act.host(), new Replaced(before, at));
        }
      }
    }
    return new Sanctions(secrings, replaced);
  }

  private static Map<String, Instant> installed(RunJournal run) {
    Map<String, Instant> installed = new HashMap<>();
    for (ActRecord act : run.acts()) {
      Instant end = act.endedAt();
      if (act.state() == ActState.DONE
          && end != null
          && Acts.kindOf(act.act()).equals(Acts.INSTALL)) {
        installed.put(act.act().host(), end);
      }
    }
    return installed;
  }

  /**
   * What holds for the reports of one snapshot: a report that may have been observed before its
   * host's key file was replaced may still show what was replaced.
   */
  Sanctions asOf(ServiceView hosts, Instant now) {
    Map<String, Set<String>> all = new HashMap<>(secrings);
    replaced.forEach(
        (host, before) -> {
          if (hosts.host(host).filter(view -> mayPrecede(view, before.at(), now)).isPresent()) {
            Set<String> allowed = new HashSet<>(all.getOrDefault(host, Set.of()));
            allowed.add(before.secring());
            all.put(host, allowed);
          }
        });
    return new Sanctions(all);
  }

  /** An end that lies ahead shows a clock that was set back: then nothing more is allowed. */
  private static boolean mayPrecede(HostView host, Instant end, Instant now) {
    return !host.age().isNegative() && !end.isAfter(now) && now.minus(host.age()).isBefore(end);
  }

  boolean covers(HostVerdict host) {
    return !host.secring().isEmpty()
        && secrings.getOrDefault(host.host(), Set.of()).contains(host.secring());
  }
}
