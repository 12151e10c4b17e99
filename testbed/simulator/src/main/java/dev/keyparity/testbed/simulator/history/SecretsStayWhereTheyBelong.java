package dev.keyparity.testbed.simulator.history;

import java.time.Instant;
import java.util.Optional;

/**
 * No private key bytes in messages, records of the coordinator, state records and audit logs of
 * agents, nor anywhere on a host's disk but in its key directory.
 */
public final class SecretsStayWhereTheyBelong implements Invariant {
  @Override
  public String number() {
    return "I7";
  }

  @Override
  public Optional<String> after(Instant at, Event event) {
    return event instanceof Event.SecretSeen seen
        ? Optional.of("private key bytes in " + seen.where())
        : Optional.empty();
  }
}
