package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import java.time.Duration;

/**
 * Waits a moment for reports that may come any moment: right after a service was declared or a
 * leader elected, or where a host is busy, to answer at once would be to say of a sound host that
 * nothing is known of it. A host that cannot be reached is not waited for.
 */
final class AwaitedReports {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Fleet fleet;

  AwaitedReports(Fleet fleet) {
    this.fleet = fleet;
  }

  /** Returns once every host is heard of, or cannot be reached, or the patience is over. */
  void await(ServiceSpec spec) {
    Patience.until(PATIENCE, () -> !isAwaited(spec));
  }

  private boolean isAwaited(ServiceSpec spec) {
    ServiceView view = fleet.snapshot().hostsOf(spec.service());
    return spec.hostNames().stream()
        .anyMatch(host -> view.host(host).map(HostView::isAwaited).orElse(true));
  }
}
