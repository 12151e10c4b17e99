package dev.keyparity.coordinator.fleet;

import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.daemon.fencing.FencingToken;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a leader passes before its first effect on a service.
 *
 * <p>Algorithm: (1) ask every agent of the service for the highest epoch it has seen; (2) raise our
 * own epoch above the highest, durably, if it is not; (3) fence every host under the resulting
 * token, so that no earlier leader's act is taken from then on. A host that is silent in (1) or (3)
 * counts as down: it is named in the outcome, and no effect may be asked of it before it is fenced.
 */
public interface FenceBarrier {

  /**
   * @param token what the service's calls carry from now on, for as long as leadership lasts
   * @param underWay by fenced host: effects of earlier leaders not ended yet, one sentence each
   * @param silent by host: why it could not be fenced
   */
  record Fenced(
      FencingToken token, Map<String, List<String>> underWay, Map<String, String> silent) {
    public Fenced {
      underWay = Map.copyOf(underWay);
      silent = Map.copyOf(silent);
    }

    public boolean isFenced(String host) {
      return underWay.containsKey(host);
    }

    /**
     * Whether it must be raised once more: a host that was silent is heard of, or one is bound to
     * another leadership by now and refuses this one's acts. Whoever did that leads no more, or
     * never did: a message that was late, records that were put back since, a stolen certificate.
     */
    public boolean isOutdated(ServiceView hosts) {
      return hosts.hosts().values().stream()
          .filter(host -> host.fresh().isPresent())
          .anyMatch(host -> silent.containsKey(host.host()) || isBoundElsewhere(host));
    }

    /** One bound to less was not heard of since it was fenced. */
    private boolean isBoundElsewhere(HostView host) {
      return host.header()
          .filter(
              agent ->
                  agent.highestEpoch() > token.epoch()
                      || (agent.highestEpoch() == token.epoch()
                          && !agent.highestHolder().equals(token.holder())))
          .isPresent();
    }
  }

  /**
   * Fences every host of the service, or the hosts that were silent before: repeating is harmless.
   *
   * <p>Fails with {@code STALE_LEADER} if an agent has seen a later leader, or leadership was lost
   * meanwhile.
   */
  CompletableFuture<Fenced> raise(ServiceSpec service, FencingToken token);
}
