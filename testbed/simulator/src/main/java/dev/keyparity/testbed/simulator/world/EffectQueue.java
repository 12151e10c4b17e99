package dev.keyparity.testbed.simulator.world;

import dev.keyparity.agent.guard.EffectRecord;
import dev.keyparity.testbed.simulator.time.Killed;
import dev.keyparity.testbed.simulator.time.SimulatedProcess;
import dev.keyparity.testbed.simulator.time.SimulatedTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The thread on which one life of an agent carries out effects, one after the other: a process of
 * its own, which others overtake wherever it waits. An effect goes on when its caller goes away.
 */
final class EffectQueue implements Executor, SimulatedTimer.Owner {
  private final World world;
  private final SimulatedHost host;
  private final Deque<Task> tasks = new ArrayDeque<>();
  private @Nullable SimulatedProcess busy;
  private boolean dead;

  private record Task(Runnable work, String asker) {}

  EffectQueue(World world, SimulatedHost host) {
    this.world = world;
    this.host = host;
  }

  @Override
  public void execute(Runnable work) {
    tasks.add(new Task(work, world.asker()));
    if (busy == null) {
      busy = world.time.process("effects of " + host.name(), Duration.ZERO, this::drain);
    }
  }

  private void drain() {
    while (!tasks.isEmpty() && !dead) {
      Task task = tasks.remove();
      world.actFor(task.asker());
      task.work().run();
    }
    busy = null;
  }

  /** How a call waits for its effect: until the agent is dead, too. */
  EffectRecord await(CompletableFuture<EffectRecord> end, Duration patience)
      throws ExecutionException, InterruptedException, TimeoutException {
    var unused = end.whenComplete((record, failure) -> world.time.signal());
    boolean over = world.time.await(() -> end.isDone() || dead, patience);
    if (dead) {
      throw new Killed("agent of " + host.name());
    }
    if (!over) {
      throw new TimeoutException();
    }
    return end.get();
  }

  Weakness weakness() {
    return world.weakness;
  }

  @Override
  public boolean isDead() {
    return dead;
  }

  @Override
  public Instant asleepUntil() {
    return Instant.MIN;
  }

  /** The agent ended; whoever waits for it learns it. */
  void die() {
    dead = true;
    world.time.signal();
  }

  /** Ends what was under way, where it waits; for the driver. */
  void end() {
    SimulatedProcess left = busy;
    if (left != null) {
      world.time.end(left);
    }
  }
}
