package dev.keyparity.testbed.simulator.world;

import java.time.Duration;
import java.util.List;

/** Faults that strike by themselves, and strangers who interfere, at moments drawn beforehand. */
final class Misfortunes {
  private static final int SECONDS = 200;
  private static final List<Fault> KINDS =
      List.of(
          Fault.AGENT_CRASH,
          Fault.POWER_CUT,
          Fault.DISK_FULL,
          Fault.KMS_RESTARTED,
          Fault.INTRUDER,
          Fault.PARTITION,
          Fault.CLOCK_JUMP,
          Fault.STORE_ROLLED_BACK,
          Fault.STORE_EMPTIED,
          Fault.HOST_ROLLED_BACK,
          Fault.KEY_CHANGED,
          Fault.BACKUP_DAMAGED,
          Fault.STATE_TORN);

  private final World world;
  private int intruders;

  private Misfortunes(World world) {
    this.world = world;
  }

  static void plan(World world) {
    Misfortunes all = new Misfortunes(world);
    for (Fault kind : KINDS) {
      double often = world.swarm.rate(kind);
      int times = (int) often + (world.dice.chance(often - (int) often) ? 1 : 0);
      for (int i = 0; i < times; i++) {
        String host = World.HOSTS.get(world.dice.upTo(World.HOSTS.size()) - 1);
        Duration when = world.dice.millis(5_000, SECONDS * 1_000);
        if (kind == Fault.HOST_ROLLED_BACK) {
          world.time.after(when.dividedBy(world.dice.upTo(6)), world.host(host)::keepImage);
        }
        world.time.after(when, () -> all.strike(kind, world.host(host)));
      }
    }
  }

  private void strike(Fault kind, SimulatedHost host) {
    if (world.isCalm()) {
      return;
    }
    world.injected(kind);
    switch (kind) {
      case AGENT_CRASH -> host.doom(world.dice, false);
      case POWER_CUT -> host.doom(world.dice, true);
      case DISK_FULL -> host.fill(world.dice.millis(1_000, 20_000));
      case KMS_RESTARTED -> host.restartFromOutside(world.dice.millis(500, 15_000));
      case INTRUDER -> new Intruder(world, ++intruders).start();
      case PARTITION -> partition(host);
      case CLOCK_JUMP -> jump(host);
      case STORE_ROLLED_BACK -> world.ensemble.rollBack();
      case STORE_EMPTIED -> world.ensemble.empty();
      case HOST_ROLLED_BACK -> host.rollBack();
      case KEY_CHANGED -> host.changeKeyFromOutside(world.dice);
      case BACKUP_DAMAGED -> host.damageBackup(world.dice);
      case STATE_TORN -> host.tearState(world.dice);
      default -> throw new IllegalArgumentException("strikes where something happens: " + kind);
    }
  }

  private void partition(SimulatedHost host) {
    Duration time = world.dice.millis(3_000, 60_000);
    String coordinator = "coord" + world.dice.upTo(2);
    String other = world.dice.chance(0.3) ? Network.STORE : host.name();
    boolean both = world.dice.chance(0.5);
    boolean there = world.dice.chance(0.5);
    if (both || there) {
      world.network.cut(coordinator, other, time);
    }
    if (both || !there) {
      world.network.cut(other, coordinator, time);
    }
    if (world.strikes(Fault.KEY_CHANGED_UNSEEN)) {
      world.time.after(world.dice.millis(200, 10_000), () -> host.changeKeyFromOutside(world.dice));
    }
  }

  private void jump(SimulatedHost host) {
    Duration by =
        world.dice.chance(0.5)
            ? Duration.ofHours(world.dice.chance(0.5) ? 1 : -1)
            : world.dice.millis(-20_000, 20_000);
    int who = world.dice.upTo(3);
    if (who == 1) {
      SimulatedCoordinator coordinator = world.coordinators.get(world.dice.upTo(2) - 1);
      coordinator.clock.setAhead(by);
      world.hit(Fault.CLOCK_JUMP, "clock of %s is %s off".formatted(coordinator.name(), by));
    } else {
      host.clock.setAhead(by);
      world.hit(Fault.CLOCK_JUMP, "clock of %s is %s off".formatted(host.name(), by));
    }
  }
}
