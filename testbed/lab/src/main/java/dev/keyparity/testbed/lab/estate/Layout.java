package dev.keyparity.testbed.lab.estate;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How an estate's processes reach each other.
 *
 * @param coordinators names
 * @param zooKeeper the connect string that a coordinator is given
 * @param agents where an agent that listens at an address is reached, such as through a link that
 *     may go wrong
 * @param session how long a silent coordinator keeps its ZooKeeper session
 */
public record Layout(
    List<String> coordinators,
    Function<String, String> zooKeeper,
    UnaryOperator<InetSocketAddress> agents,
    Duration session) {
  private static final Duration SESSION = Duration.ofSeconds(6);

  public Layout {
    coordinators = List.copyOf(coordinators);
  }

  /** Two coordinators, and everything reached directly. */
  public static Layout direct(String zooKeeper) {
    return new Layout(
        List.of("coord1", "coord2"), coordinator -> zooKeeper, agent -> agent, SESSION);
  }
}
