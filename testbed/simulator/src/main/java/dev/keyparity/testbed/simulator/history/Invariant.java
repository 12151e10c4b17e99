package dev.keyparity.testbed.simulator.history;

import java.time.Instant;
import java.util.Optional;

/** Something that must hold after every event. Remembers what it needs of the events before. */
public interface Invariant {

  /** Its number in docs/design/safety.md. */
  String number();

  /** What is wrong now; empty if nothing is. */
  Optional<String> after(Instant at, Event event);
}
