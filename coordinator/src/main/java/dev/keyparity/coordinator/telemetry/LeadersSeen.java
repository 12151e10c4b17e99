package dev.keyparity.coordinator.telemetry;

import dev.keyparity.coordinator.fleet.AgentHeader;
import dev.keyparity.coordinator.fleet.FleetSnapshot;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.daemon.fencing.FencingToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How many coordinators a leader sees leading: itself, and each other that took an agent from it.
 *
 * <ol>
 *   <li>An agent that is heard names the leadership it obeys: an epoch and its holder.
 *   <li>One that was seen to obey us and then obeys another, under an epoch that is not below ours,
 *       was taken from us: that other acts as a leader.
 *   <li>That is remembered for a minute, because we take the agent back at once, and a scrape would
 *       mostly miss it.
 * </ol>
 *
 * <p>An agent that never was ours shows nothing: it may obey a leader that ended long ago, even
 * under a higher epoch, where ZooKeeper was restored from an old snapshot. Thread-safe.
 */
final class LeadersSeen {
  /** Longer than scrapes are apart. */
  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  private final Clock clock;
  private final Set<Agent> ours = new HashSet<>();
  private final Map<String, Instant> others = new HashMap<>();

  private record Agent(String service, String host) {}

  LeadersSeen(Clock clock) {
    this.clock = clock;
  }

  /** Another leadership: what was seen in the one before shows nothing of it. */
  synchronized void forget() {
    ours.clear();
    others.clear();
  }

  /** Looks at what agents say now. */
  synchronized void look(FleetSnapshot snapshot, FencingToken token) {
    snapshot
        .services()
        .forEach(
            (service, hosts) ->
                hosts
                    .hosts()
                    .values()
                    .forEach(host -> look(new Agent(service, host.host()), host, token)));
  }

  private void look(Agent agent, HostView host, FencingToken token) {
    if (host.fresh().isEmpty() || host.header().isEmpty()) {
      return;
    }
    AgentHeader said = host.header().get();
    if (said.highestHolder().equals(token.holder())) {
      ours.add(agent);
    } else if (said.highestEpoch() >= token.epoch() && ours.contains(agent)) {
      others.put(said.highestHolder(), clock.instant());
    }
  }

  synchronized int count() {
    Instant now = clock.instant();
    others.values().removeIf(seen -> Duration.between(seen, now).abs().compareTo(REMEMBERED) > 0);
    return 1 + others.size();
  }
}
