package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.fleet.FleetSnapshot.ServiceView;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Waits a moment for reports that may come any moment: right after a service was declared or a
 * leader elected, or where a host is busy, to answer at once would be to say of a sound host that
 * nothing is known of it. A host that cannot be reached is not waited for.
 */
final class AwaitedReports {
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration LOOK = Duration.ofMillis(10);

  private final Fleet fleet;

  AwaitedReports(Fleet fleet) {
    this.fleet = fleet;
  }

  /** Returns once every host is heard of, or cannot be reached, or the patience is over. */
  void await(ServiceSpec spec) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (isAwaited(spec) && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyparityException(ErrorCode.CANCELLED, "interrupted", "", e);
    }
  }

  private boolean isAwaited(ServiceSpec spec) {
    Optional<ServiceView> view = fleet.snapshot().service(spec.service());
    return spec.hostNames().stream()
        .anyMatch(
            host -> view.flatMap(hosts -> hosts.host(host)).map(HostView::isAwaited).orElse(true));
  }
}
