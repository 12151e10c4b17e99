package dev.keyparity.coordinator.enablement.act;

import java.time.Duration;

/** How long an agent may take for what, from arrival. */
final class Deadlines {
  static final Duration READ = Duration.ofSeconds(10);
  static final Duration WRITE = Duration.ofSeconds(30);
  static final Duration BACKUP = Duration.ofMinutes(2);
  static final Duration COPY = Duration.ofMinutes(5);

  /** The agent's own configuration bounds its KMS's stop and start; this only outlasts it. */
  static final Duration CONTROL = Duration.ofMinutes(5);

  static final Duration DEPENDANT = Duration.ofMinutes(15);

  private Deadlines() {}
}
