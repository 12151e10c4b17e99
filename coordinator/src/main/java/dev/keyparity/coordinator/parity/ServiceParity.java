package dev.keyparity.coordinator.parity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the hosts of one service stand to the approved key, at one moment. Immutable.
 *
 * @param approved fingerprints of the approved key, primary first; empty while none is
 * @param identity canonical identity of the approved key; empty while none is
 * @param hosts every host the service declares, in its order
 */
public record ServiceParity(List<String> approved, String identity, List<Host> hosts) {

  /**
   * @param sinceOrNull when the present verdict began; null without a verdict
   * @param isToldDrift whether it is a drift for which the alarm was raised: not one that an open
   *     run is about to mend
   */
  public record Host(HostVerdict verdict, @Nullable Instant sinceOrNull, boolean isToldDrift) {
    public Optional<Instant> since() {
      return Optional.ofNullable(sinceOrNull);
    }
  }

  public ServiceParity {
    approved = List.copyOf(approved);
    hosts = List.copyOf(hosts);
  }

  /** Whether every host provably holds the approved key. */
  public boolean isInParity() {
    return !hosts.isEmpty() && hosts.stream().allMatch(host -> host.verdict().isInParity());
  }
}
