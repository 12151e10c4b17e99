package dev.keyparity.coordinator.admin;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An operator who reads a stream, at the pace that a test sets. Thread-safe. */
final class FakeStream<T> extends ServerCallStreamObserver<T> {
  private final List<T> received = new ArrayList<>();
  private boolean ready = true;
  private boolean cancelled;
  private boolean completed;
  private @Nullable Throwable failure;
  private Runnable onReady = () -> {};
  private Runnable onCancel = () -> {};

  synchronized List<T> received() {
    return List.copyOf(received);
  }

  synchronized boolean isCompleted() {
    return completed;
  }

  synchronized Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  synchronized void readsNoMore() {
    ready = false;
  }

  void readsAgain() {
    Runnable told;
    synchronized (this) {
      ready = true;
      told = onReady;
    }
    told.run();
  }

  void goesAway() {
    Runnable told;
    synchronized (this) {
      cancelled = true;
      told = onCancel;
    }
    told.run();
  }

  @Override
  public synchronized void onNext(T message) {
    if (cancelled || completed || failure != null) {
      throw new IllegalStateException("written after its end: " + message);
    }
    received.add(message);
  }

  @Override
  public synchronized void onError(Throwable why) {
    failure = why;
  }

  @Override
  public synchronized void onCompleted() {
    completed = true;
  }

  @Override
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  @Override
  public synchronized boolean isReady() {
    return ready;
  }

  @Override
  public synchronized void setOnReadyHandler(Runnable handler) {
    onReady = handler;
  }

  @Override
  public synchronized void setOnCancelHandler(Runnable handler) {
    onCancel = handler;
  }

  @Override
  public void setCompression(String compression) {}

  @Override
  public void setMessageCompression(boolean enable) {}

  @Override
  public void disableAutoInboundFlowControl() {}

  @Override
  public void request(int count) {}
}
