package dev.keyparity.agent.watch;

import dev.keyparity.agent.store.KeyDirectoryReading;
import java.time.Instant;

/**
 * What is known of a key directory. Immutable; no secret byte.
 *
 * @param reading the newest look at the files
 * @param changing whether no second look has yet confirmed it
 * @param firstSeen when the present content was first seen
 * @param confirmedAt when it was last known to be so: a report is as old as this
 * @param sequence grows with each snapshot of one watch
 */
public record KeyDirectorySnapshot(
    KeyDirectoryReading reading,
    boolean changing,
    Instant firstSeen,
    Instant confirmedAt,
    long sequence) {

  KeyDirectorySnapshot confirmed(Instant at) {
    return new KeyDirectorySnapshot(reading, changing, firstSeen, at, sequence);
  }
}
