package dev.keyparity.testbed.simulator;

import dev.keyparity.testbed.simulator.world.Simulation;
import dev.keyparity.testbed.simulator.world.Weakness;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Seeds from a first one on, one after the other; as many worlds side by side as there are threads.
 */
final class Seeds {
  private static final int THREADS =
      Integer.getInteger("keyparity.simulator.threads", Runtime.getRuntime().availableProcessors());

  private final Weakness weakness;
  private final AtomicLong next;
  private volatile @Nullable Throwable broken;

  Seeds(long first, Weakness weakness) {
    this.next = new AtomicLong(first);
    this.weakness = weakness;
  }

  /**
   * @param wanted is asked before each seed; from the first that is not wanted on none is begun
   * @param result hears of one world at a time
   */
  void run(LongPredicate wanted, Consumer<Simulation.Result> result) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    LongStream.rangeClosed(1, THREADS)
        .forEach(i -> threads.add(new Thread(() -> work(wanted, result), "worlds " + i)));
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    if (broken != null) {
      throw new IllegalStateException("the simulation itself breaks", broken);
    }
  }

  private void work(LongPredicate wanted, Consumer<Simulation.Result> result) {
    try {
      long seed = next.getAndIncrement();
      while (broken == null && wanted.test(seed)) {
        Simulation.Result one = Simulation.run(seed, weakness);
        synchronized (this) {
          result.accept(one);
        }
        seed = next.getAndIncrement();
      }
    } catch (RuntimeException | Error e) {
      broken = e;
    }
  }
}
