package dev.keyparity.agent.guard;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How a call waits for the end of its effect: by the clock, but in a simulation. */
@FunctionalInterface
public interface EndOfEffect {
  EffectRecord await(CompletableFuture<EffectRecord> end, Duration patience)
      throws InterruptedException, ExecutionException, TimeoutException;

  static EndOfEffect byTheClock() {
    return (end, patience) -> end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
