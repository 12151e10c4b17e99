package dev.keyparity.coordinator.kms;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Asks many questions, some at once, all before one deadline. Each lane, one for each host, has
 * threads of its own for the time of one {@link Run}: a host that hangs holds up no other.
 */
final class BoundedRounds {
  private final String name;
  private final int atOnce;

  /**
   * @param atOnce questions under way at once in one lane
   */
  BoundedRounds(String name, int atOnce) {
    this.name = name;
    this.atOnce = atOnce;
  }

  Run begin(Duration deadline) {
    return new Run(System.nanoTime() + deadline.toNanos());
  }

  /** What is asked, of whom, and what counts as the answer where none comes in time. */
  record Questions<Q, A>(Function<Q, String> lane, Function<Q, A> ask, Function<Q, A> late) {}

  /** One use: rounds one after the other, each with its questions side by side. Not thread-safe. */
  final class Run implements AutoCloseable {
    private final Map<String, ExecutorService> lanes = new HashMap<>();
    private final long end;

    private Run(long end) {
      this.end = end;
    }

    /** The answers in the order of the questions. */
    <Q, A> List<A> all(List<Q> asked, Questions<Q, A> questions) {
      List<Future<A>> futures = new ArrayList<>();
      for (Q one : asked) {
        ExecutorService lane =
            lanes.computeIfAbsent(questions.lane().apply(one), BoundedRounds.this::threads);
        futures.add(lane.submit(() -> questions.ask().apply(one)));
      }
      List<A> answers = new ArrayList<>();
      for (int i = 0; i < asked.size(); i++) {
        answers.add(answer(futures.get(i), asked.get(i), questions));
      }
      return List.copyOf(answers);
    }

    private <Q, A> A answer(Future<A> future, Q question, Questions<Q, A> questions) {
      try {
        return future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        future.cancel(true);
        return questions.late().apply(question);
      } catch (ExecutionException e) {
        throw new KeyparityException(
            ErrorCode.INTERNAL, name + ": " + e.getCause(), "", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KeyparityException(ErrorCode.CANCELLED, name + ": interrupted", "", e);
      }
    }

    /** Ends what is still under way. */
    @Override
    public void close() {
      lanes.values().forEach(ExecutorService::shutdownNow);
    }
  }

  private ExecutorService threads(String lane) {
    return Executors.newFixedThreadPool(
        atOnce,
        work -> {
          Thread thread = new Thread(work, "kms-" + name + "-" + lane);
          thread.setDaemon(true);
          return thread;
        });
  }
}
