package dev.keyparity.coordinator.enablement.step;

import java.time.Instant;

/** Moments that are none. */
final class Instants {
  /** After everything: nothing is done since. */
  static final Instant NEVER = Instant.MAX;

  private Instants() {}
}
