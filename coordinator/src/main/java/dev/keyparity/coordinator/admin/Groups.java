package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.leadership.Leadership.Group;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fault.KeyparityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Who leads and who stands by, read beside the callers: however long the ensemble is silent, a
 * caller waits only as long as it wants to, and many callers are one reading. Thread-safe.
 */
final class Groups implements AutoCloseable {
  private final Leadership leadership;
  private final ExecutorService reader;
  private @Nullable CompletableFuture<Group> underWay;

  Groups(Leadership leadership, FaultHandler faults) {
    this.leadership = leadership;
    this.reader = faults.singleThread("group");
  }

  /**
   * Reads the group.
   *
   * @throws KeyparityException what stood in the way, {@code ZOOKEEPER_UNAVAILABLE} if nothing was
   *     heard within the patience
   */
  Group read(Duration patience) {
    try {
      return reading().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new KeyparityException(
          ErrorCode.ZOOKEEPER_UNAVAILABLE,
          "zookeeper: no answer within %d ms to: who leads".formatted(patience.toMillis()),
          "check that the ensemble runs and has a quorum",
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KeyparityException named) {
        throw named;
      }
      throw new KeyparityException(
          ErrorCode.INTERNAL, "who leads: " + e.getCause(), "", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyparityException(ErrorCode.CANCELLED, "interrupted: who leads", "", e);
    }
  }

  private synchronized CompletableFuture<Group> reading() {
    CompletableFuture<Group> open = underWay;
    if (open == null || open.isDone()) {
      open = CompletableFuture.supplyAsync(leadership::group, reader);
      underWay = open;
    }
    return open;
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
