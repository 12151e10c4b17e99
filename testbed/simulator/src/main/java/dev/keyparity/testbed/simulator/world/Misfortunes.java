package dev.keyparity.testbed.simulator.world;

import java.time.Duration;

/** Faults of hosts, and strangers who interfere, at moments drawn beforehand. */
final class Misfortunes {
  private static final int SECONDS = 200;

  private Misfortunes() {}

  static void plan(World world) {
    int number = world.dice.upTo(8);
    for (int i = 0; i < number; i++) {
      String name = World.HOSTS.get(world.dice.upTo(World.HOSTS.size()) - 1);
      int kind = world.dice.upTo(6);
      int steps = world.dice.upTo(80);
      Duration time = world.dice.millis(1_000, 20_000);
      world.time.after(
          world.dice.millis(5_000, SECONDS * 1_000), () -> strike(world, name, kind, steps, time));
    }
  }

  private static void strike(World world, String name, int kind, int steps, Duration time) {
    if (world.isCalm()) {
      return;
    }
    SimulatedHost host = world.host(name);
    switch (kind) {
      case 1, 2, 3 -> host.doom(steps, false);
      case 4 -> host.doom(steps, true);
      case 5 -> host.fill(time);
      default -> restartFromOutside(world, host);
    }
  }

  private static void restartFromOutside(World world, SimulatedHost host) {
    world.injected("KMS restarted by others");
    if (host.kms.runs()) {
      world.hit("KMS restarted by others", "somebody restarts the KMS of " + host.name());
      host.kms.end(false);
      host.kms.begin(false);
    }
  }
}
