package dev.keyparity.agent.guard.permit;

import dev.keyparity.daemon.lifecycle.ProcessInstance;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The durable record that this host began to stop its KMS. From it until a process started after it
 * serves, or until it is withdrawn before its effect, the host gives no permit. A stop that is
 * taken up again, or that did not come to its end, is renewed: the process that lives then is one
 * that it may end.
 *
 * @param nonce of the ask under whose permits it was begun
 * @param generation of the statement then
 * @param at this host's wall clock, for people only: nothing is decided by it
 * @param bootId and {@code bootTicks}: the same instant on the clock that process start times use
 * @param process the process that lived then, empty if none did
 * @param effectStarted whether the stop itself may have been asked for; only before that can the
 *     stop be withdrawn
 */
public record BegunStop(
    long nonce,
    long generation,
    Instant at,
    String bootId,
    long bootTicks,
    String process,
    boolean effectStarted) {

  /**
   * Whether a process started after this record. One that started in the very tick of the record
   * does not count: it may be the one that is to be stopped.
   */
  boolean isBefore(ProcessInstance later) {
    return !later.text().equals(process)
        && (!later.bootId().equals(bootId) || later.startTicks() > bootTicks);
  }

  /** As if begun just now, under the permits of then: who lives now is to be stopped, too. */
  BegunStop renewed(@Nullable ProcessInstance living, BootInstant now) {
    return new BegunStop(
        nonce,
        generation,
        now.wallClock().truncatedTo(ChronoUnit.MILLIS),
        now.bootId(),
        now.ticks(),
        living == null ? "" : living.text(),
        effectStarted);
  }

  BegunStop withEffectStarted() {
    return new BegunStop(nonce, generation, at, bootId, bootTicks, process, true);
  }
}
