package dev.keyparity.testbed.simulator.world;

import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.testbed.simulator.time.Killed;
import dev.keyparity.testbed.simulator.time.SimulatedTimer;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/** The threads that parts of one coordinator ask for, on the virtual clock. */
record LifeThreads(World world, SimulatedTimer.Owner owner) implements FaultHandler {
  /** Of those that wait for nobody. */
  private static final Set<String> NIMBLE = Set.of("fleet", "parity");

  @Override
  public void escaped(String doing, Throwable fault) {
    if (fault instanceof Killed end) {
      throw end;
    }
    throw new IllegalStateException(doing, fault);
  }

  @Override
  public ScheduledExecutorService timer(String name) {
    return new SimulatedTimer(world.time, name, owner, !NIMBLE.contains(name));
  }

  @Override
  public ExecutorService singleThread(String name) {
    return timer(name);
  }

  @Override
  public ExecutorService pool(String name, int most) {
    throw new UnsupportedOperationException("acts go one after the other here");
  }
}
