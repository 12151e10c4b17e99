package dev.keyparity.coordinator.workflow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Tells the time by which journals are written: never earlier than what it told before or than
 * anything in a journal it saw, and else that of the wall clock.
 *
 * <p>Steps decide by which moment of a journal came first, and by how long ago one is. The moments
 * come from the clocks of several leaders, and clocks are set back: then this one goes on from the
 * newest moment, at the pace of the wall clock, until that is past it. Thread-safe.
 */
public final class JournalClock extends Clock {
  private final Clock wall;
  private Instant newest = Instant.MIN;
  private Duration ahead = Duration.ZERO;

  public JournalClock(Clock wall) {
    this.wall = wall;
  }

  /** From now on it is not earlier than anything that is written there. */
  public synchronized void saw(RunJournal journal) {
    Instant moment = journal.newestMoment();
    if (moment.isAfter(newest)) {
      newest = moment;
    }
    instant();
  }

  @Override
  public synchronized Instant instant() {
    Instant present = wall.instant();
    if (!newest.isAfter(present)) {
      ahead = Duration.ZERO;
    } else if (newest.isAfter(present.plus(ahead))) {
      ahead = Duration.between(present, newest);
    }
    newest = present.plus(ahead);
    return newest;
  }

  @Override
  public ZoneId getZone() {
    return wall.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return wall.withZone(zone);
  }
}
