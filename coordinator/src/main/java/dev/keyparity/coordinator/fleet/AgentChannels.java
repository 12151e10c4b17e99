package dev.keyparity.coordinator.fleet;

import dev.keyparity.coordinator.inventory.AgentAddress;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import io.grpc.ManagedChannel;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * One channel for each agent that a followed service names, whatever the number of services on it.
 * Thread-safe.
 */
final class AgentChannels implements AutoCloseable {
  private final ChannelOpener opener;
  private final Map<Agent, ManagedChannel> channels = new HashMap<>();
  private Map<String, ServiceSpec> services = Map.of();
  private boolean closed;

  AgentChannels(ChannelOpener opener) {
    this.opener = opener;
  }

  /** An agent as services name it. */
  record Agent(String host, AgentAddress address) {
    @Override
    public String toString() {
      return "agent " + host + " at " + address;
    }
  }

  /** Knows exactly these services from now on; channels nobody names any more are let go. */
  synchronized void follow(Collection<ServiceSpec> specs) {
    Map<String, ServiceSpec> byName = new HashMap<>();
    Set<Agent> named = new HashSet<>();
    for (ServiceSpec spec : specs) {
      byName.put(spec.service(), spec);
      for (String host : spec.agentHosts()) {
        spec.agentOf(host).ifPresent(address -> named.add(new Agent(host, address)));
      }
    }
    services = Map.copyOf(byName);
    channels
        .entrySet()
        .removeIf(
            entry -> {
              boolean unnamed = !named.contains(entry.getKey());
              if (unnamed) {
                entry.getValue().shutdownNow();
              }
              return unnamed;
            });
  }

  /**
   * @throws KeyparityException NO_SUCH_SERVICE or NO_SUCH_HOST
   */
  synchronized Agent agent(String service, String host) {
    ServiceSpec spec = services.get(service);
    if (spec == null) {
      throw new KeyparityException(
          ErrorCode.NO_SUCH_SERVICE, "service: " + service + " (expected: a declared one)");
    }
    AgentAddress address =
        spec.agentOf(host)
            .orElseThrow(
                () ->
                    new KeyparityException(
                        ErrorCode.NO_SUCH_HOST,
                        "host: %s (expected: one that service %s names: %s)"
                            .formatted(host, service, String.join(", ", spec.agentHosts()))));
    return new Agent(host, address);
  }

  synchronized ManagedChannel channel(Agent agent) {
    if (closed) {
      throw new KeyparityException(ErrorCode.CANCELLED, "this coordinator is stopping");
    }
    return channels.computeIfAbsent(agent, a -> opener.open(a.host(), a.address()));
  }

  @Override
  public synchronized void close() {
    closed = true;
    channels.values().forEach(ManagedChannel::shutdownNow);
    channels.clear();
  }
}
