package dev.keyparity.agent.rpc;

import dev.keyparity.agent.control.Dependant;
import dev.keyparity.agent.effect.HostSettings;
import dev.keyparity.agent.effect.HostedService;
import dev.keyparity.agent.effect.KmsLooks;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One service of this host as the wire sees it.
 *
 * @param settings null until this agent can read and write settings
 */
public record RpcService(
    HostedService hosted,
    KmsLooks looks,
    KeyFeed feed,
    HostFacts facts,
    Map<String, Dependant> dependants,
    @Nullable HostSettings settings,
    GateWatch gate) {
  public RpcService {
    dependants = Map.copyOf(dependants);
  }

  String name() {
    return hosted.service();
  }
}
