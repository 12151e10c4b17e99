package dev.keyparity.coordinator.enablement.step;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.workflow.ActRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * What a host's report says of an act whose end its agent does not know. Pure. Only what a report
 * made after the act was last asked for shows beyond doubt.
 */
final class Observations {
  private Observations() {}

  static Optional<Boolean> of(World world, ActRecord act) {
    Instant asked = act.triedAt() == null ? act.intendedAt() : act.triedAt();
    Optional<HostFacts> now = world.freshSince(act.act().host(), asked);
    if (now.isEmpty()) {
      return Optional.empty();
    }
    return switch (act.act().name()) {
      case Acts.STOP -> now.get().isDown() ? Optional.of(true) : Optional.empty();
      case Acts.START -> started(now.get(), act) ? Optional.of(true) : Optional.empty();
      case Acts.INSTALL -> installed(now.get(), act);
      default -> Optional.empty();
    };
  }

  private static boolean started(HostFacts now, ActRecord act) {
    return now.isUp()
        && !Instant.ofEpochMilli(now.report().getKms().getStartedAtMs()).isBefore(act.intendedAt());
  }

  private static Optional<Boolean> installed(HostFacts now, ActRecord act) {
    if (!now.report().getInstallMarker().isEmpty() || now.isChanging()) {
      return Optional.empty();
    }
    String present = now.secring();
    if (present.equals(act.act().arguments().get("installs"))) {
      return Optional.of(true);
    }
    return present.equals(act.act().arguments().get("replaces"))
        ? Optional.of(false)
        : Optional.empty();
  }
}
