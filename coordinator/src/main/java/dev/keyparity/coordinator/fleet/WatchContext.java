package dev.keyparity.coordinator.fleet;

import dev.keyparity.coordinator.fleet.AgentChannels.Agent;
import dev.keyparity.daemon.fencing.FencingToken;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.Optional;

/** What a watch needs of the fleet around it. */
interface WatchContext {
  /** How old a report may be to count. */
  Duration bound();

  /** Monotonic nanoseconds. */
  long now();

  Optional<FencingToken> token();

  Exchange exchange(AgentCall call, Agent agent);

  ManagedChannel channel(Agent agent);

  /** A failed call in short words. */
  String reason(Throwable failure, Agent agent);

  /** Random, from 0 to below the given nanoseconds. */
  long jitter(long below);

  /** Runs on the fleet's loop; nothing happens once the fleet is closed. */
  void enqueue(String doing, Runnable work);

  /** Tells the listeners. */
  void changed(String service);

  /**
   * Asks the agent for the audit record that the check's mark names until it answers, and tells the
   * watch whether it is still the same.
   */
  void verifyChain(HostWatch watch, ChainCheck check);
}
