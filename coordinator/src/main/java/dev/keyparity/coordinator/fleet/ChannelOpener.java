package dev.keyparity.coordinator.fleet;

import dev.keyparity.coordinator.inventory.AgentAddress;
import io.grpc.ManagedChannel;

/** Opens channels to agents. A channel connects when it is first used. Thread-safe. */
@FunctionalInterface
public interface ChannelOpener {
  /**
   * @param host whom the agent must prove to be
   */
  ManagedChannel open(String host, AgentAddress address);
}
