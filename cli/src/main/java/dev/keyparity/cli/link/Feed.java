package dev.keyparity.cli.link;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One server stream, as something to wait on for a limited time. gRPC's threads fill it, one thread
 * of ours reads it.
 *
 * @param <Q> the request, of no interest here
 * @param <T> what streams
 */
final class Feed<Q, T> implements ClientResponseObserver<Q, T>, AutoCloseable {

  /** What came: an item, or the end with its reason (null for a good one). */
  record Event<T>(@Nullable T item, boolean isEnd, @Nullable StatusRuntimeException broken) {}

  private final BlockingQueue<Event<T>> events = new LinkedBlockingQueue<>();
  private volatile @Nullable ClientCallStreamObserver<Q> call;

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> call) {
    this.call = call;
  }

  @Override
  public void onNext(T item) {
    events.add(new Event<>(item, false, null));
  }

  @Override
  public void onError(Throwable t) {
    Status status = Status.fromThrowable(t);
    StatusRuntimeException broken =
        t instanceof StatusRuntimeException known
            ? known
            : status.asRuntimeException(Status.trailersFromThrowable(t));
    events.add(new Event<>(null, true, broken));
  }

  @Override
  public void onCompleted() {
    events.add(new Event<>(null, true, null));
  }

  /** The next event; null if none came in time. */
  @Nullable Event<T> next(Duration wait) throws InterruptedException {
    return events.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    ClientCallStreamObserver<Q> started = call;
    if (started != null) {
      started.cancel("no longer wanted", null);
    }
  }
}
