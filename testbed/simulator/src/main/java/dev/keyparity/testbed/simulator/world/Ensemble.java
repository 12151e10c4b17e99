package dev.keyparity.testbed.simulator.world;

import dev.keyparity.coordinator.records.InMemoryRecordStore;
import dev.keyparity.daemon.fencing.FencingToken;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The ZooKeeper of the coordinators: records under the epoch, and who leads. A leader whose process
 * is dead or asleep for a session's time is replaced; it hears of that only some time after it is
 * awake again, or never.
 */
final class Ensemble {
  private static final Duration SESSION = Duration.ofSeconds(6);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final World world;
  private final Folders folders = new Folders();
  final InMemoryRecordStore records;
  private long epoch;
  private long since;
  private @Nullable FencingToken present;
  private SimulatedCoordinator.@Nullable Life leader;

  Ensemble(World world) {
    this.world = world;
    this.records = new InMemoryRecordStore(world.time, this::isPresent);
  }

  Folders folders() {
    return folders;
  }

  /** A raised token and the one it was raised from are of one leadership. */
  boolean isPresent(FencingToken token) {
    FencingToken now = present;
    return now != null && now.holder().equals(token.holder()) && token.epoch() >= since;
  }

  @Nullable FencingToken present() {
    return present;
  }

  FencingToken raise(FencingToken token, long above) {
    if (!isPresent(token)) {
      throw new dev.keyparity.daemon.fault.KeyparityException(
          dev.keyparity.daemon.fault.ErrorCode.STALE_LEADER, token + " is over");
    }
    epoch = Math.max(epoch, above + 1);
    FencingToken raised = new FencingToken(World.GROUP, epoch, token.holder());
    present = raised;
    return raised;
  }

  /** Whoever installed all this wrote first records. */
  FencingToken raiseForSetUp() {
    epoch++;
    FencingToken token = new FencingToken(World.GROUP, epoch, "setup#1");
    present = token;
    return token;
  }

  void start() {
    look();
  }

  private void look() {
    SimulatedCoordinator.Life now = leader;
    if (now == null || now.isDead() || now.sleptFor().compareTo(SESSION) > 0) {
      elect();
    } else if (world.strikes(0.01)) {
      world.injected("session expiry");
      world.hit("session expiry", "session of %s expires".formatted(now.holder()));
      elect();
    }
    world.time.after(LOOK, this::look);
  }

  private void elect() {
    SimulatedCoordinator.Life before = leader;
    for (SimulatedCoordinator candidate : world.coordinators) {
      SimulatedCoordinator.Life life = candidate.life();
      if (life != null && life != before && !life.isDead() && life.sleptFor().isZero()) {
        epoch++;
        since = epoch;
        FencingToken token = new FencingToken(World.GROUP, epoch, life.holder());
        present = token;
        leader = life;
        world.note("%s leads".formatted(token));
        life.leadership().gain(token);
        if (before != null) {
          world.time.after(
              before.sleptFor().plus(world.dice.millis(0, 4_000)), before.leadership()::lose);
        }
        return;
      }
    }
  }
}
