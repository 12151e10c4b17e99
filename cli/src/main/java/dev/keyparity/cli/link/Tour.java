package dev.keyparity.cli.link;

import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One search for the leader: every configured address at most once, and before the rest of them the
 * leader that a standby names. Single use.
 */
final class Tour {
  /** A standby names the leader's address under this key of the error's context. */
  static final String LEADER = "leader";

  /** Far more than any group has coordinators: an end even for those that name ever new leaders. */
  private static final int MOST_STOPS = 16;

  private final Deque<HostPort> next = new ArrayDeque<>();
  private final Set<HostPort> seen = new HashSet<>();
  private final List<Stop> stops = new ArrayList<>();

  private record Stop(HostPort address, KeyparityException failure) {
    boolean answered() {
      return failure.code() == ErrorCode.NO_LEADER;
    }
  }

  Tour(Collection<HostPort> addresses) {
    next.addAll(addresses);
  }

  /** The next address to try; empty once there is none left. */
  Optional<HostPort> next() {
    while (!next.isEmpty() && stops.size() < MOST_STOPS) {
      HostPort address = next.removeFirst();
      if (seen.add(address)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  /** Notes that the address did not serve, and whom it named instead. */
  void failed(HostPort address, KeyparityException failure) {
    stops.add(new Stop(address, failure));
    leaderNamedBy(failure).ifPresent(next::addFirst);
  }

  private static Optional<HostPort> leaderNamedBy(KeyparityException failure) {
    String named = failure.context().getOrDefault(LEADER, "");
    return named.isEmpty() ? Optional.empty() : Addresses.parse(named);
  }

  /**
   * Why nobody served: our certificate, no leader, or nobody there, with the reason of each.
   *
   * @throws IllegalStateException if nobody was asked
   */
  KeyparityException verdict() {
    if (stops.isEmpty()) {
      throw new IllegalStateException("tour: no stops (expected: at least one)");
    }
    if (stops.stream().anyMatch(Stop::answered)) {
      return new KeyparityException(
          ErrorCode.NO_LEADER,
          "no coordinator leads at the moment" + reasons(),
          "an election takes seconds: try again; if it lasts, look at ZooKeeper and at"
              + " keyparity leader show");
    }
    Optional<KeyparityException> ours =
        stops.stream()
            .map(Stop::failure)
            .filter(failure -> failure.code() != ErrorCode.PEER_UNREACHABLE)
            .findFirst();
    if (ours.isPresent()) {
      return ours.get();
    }
    return new KeyparityException(
        ErrorCode.PEER_UNREACHABLE,
        "no coordinator can be reached" + reasons(),
        "is one running (systemctl status keyparity-coordinator), and are the addresses right?",
        stops.get(0).failure());
  }

  private String reasons() {
    StringBuilder reasons = new StringBuilder();
    for (Stop stop : stops) {
      String said = stop.failure().operatorMessage();
      String prefix = Coordinators.peer(stop.address()) + ": ";
      String reason = said.startsWith(prefix) ? said.substring(prefix.length()) : said;
      reasons.append("\n").append(stop.address()).append("  ").append(reason);
    }
    return reasons.toString();
  }
}
