package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.lifecycle.Component;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams to operators. All of them are written by one thread, which waits for nobody: a reader
 * that is slow gets the newest state when it is ready for one, and never a queue. They end with the
 * leadership they were opened under. {@link #open} and {@link #stir} may be called from any thread.
 */
final class Feeds implements Component, Leadership.Listener {
  private static final Logger log = LoggerFactory.getLogger(Feeds.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  private final FaultHandler faults;
  private final Supplier<StatusRuntimeException> ending;
  private final ScheduledExecutorService writer;
  private final List<Feed<?>> open = new ArrayList<>();

  /**
   * What one stream shows. Called on the thread that writes: must not block.
   *
   * @param <T> message
   */
  interface Source<T> {
    /** The present state; empty if there is nothing to be written now. */
    Optional<T> next();

    /** Whether the stream is over after this. */
    default boolean isLast(T message) {
      return false;
    }

    /** Whether the state is written again now and then though nothing changed. */
    default boolean beats() {
      return false;
    }

    /** The stream is gone. */
    default void closed() {}
  }

  private static final class Feed<T> {
    private final String about;
    private final Source<T> source;
    private final ServerCallStreamObserver<T> observer;
    private boolean due = true;

    Feed(String about, Source<T> source, ServerCallStreamObserver<T> observer) {
      this.about = about;
      this.source = source;
      this.observer = observer;
    }

    /** Writes what is due; true if the stream is over. */
    boolean write() {
      if (observer.isCancelled()) {
        return true;
      }
      if (!due || !observer.isReady()) {
        return false;
      }
      due = false;
      Optional<T> message = source.next();
      if (message.isEmpty()) {
        return false;
      }
      observer.onNext(message.get());
      if (source.isLast(message.get())) {
        observer.onCompleted();
        return true;
      }
      return false;
    }

    void end(StatusRuntimeException why) {
      if (!observer.isCancelled()) {
        observer.onError(why);
      }
    }
  }

  /**
   * @param ending what streams are told when the leadership is gone; asked on the writing thread
   */
  Feeds(FaultHandler faults, Supplier<StatusRuntimeException> ending) {
    this.faults = faults;
    this.ending = ending;
    this.writer = faults.timer("operator-streams");
  }

  @Override
  public void start() {
    var unused =
        writer.scheduleWithFixedDelay(
            faults.guarding("writing streams", this::beat),
            HEARTBEAT.toMillis(),
            HEARTBEAT.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Opens a stream; its first message is written at once. To be called inside the call itself.
   *
   * @param about the service it is about; empty: all of them
   */
  <T> void open(String about, Source<T> source, ServerCallStreamObserver<T> observer) {
    Feed<T> feed = new Feed<>(about, source, observer);
    // Nothing may be asked of the observer's readiness before the call has returned.
    observer.setOnReadyHandler(() -> enqueue(() -> flush(feed)));
    observer.setOnCancelHandler(() -> enqueue(() -> flush(feed)));
    enqueue(
        () -> {
          open.add(feed);
          flush(feed);
        });
  }

  /** Something about a service changed. */
  void stir(String service) {
    enqueue(
        () -> {
          for (Feed<?> feed : List.copyOf(open)) {
            if (feed.about.isEmpty() || feed.about.equals(service)) {
              feed.due = true;
              flush(feed);
            }
          }
        });
  }

  private void beat() {
    for (Feed<?> feed : List.copyOf(open)) {
      feed.due |= feed.source.beats();
      flush(feed);
    }
  }

  private void flush(Feed<?> feed) {
    boolean over;
    try {
      over = feed.write();
    } catch (RuntimeException e) {
      log.warn("a stream about {} broke", feed.about, e);
      feed.end(ending.get());
      over = true;
    }
    if (over && open.remove(feed)) {
      feed.source.closed();
    }
  }

  private void endAll() {
    if (open.isEmpty()) {
      return;
    }
    StatusRuntimeException why = ending.get();
    for (Feed<?> feed : List.copyOf(open)) {
      feed.end(why);
      feed.source.closed();
    }
    open.clear();
  }

  private void enqueue(Runnable work) {
    try {
      writer.execute(faults.guarding("writing streams", work));
    } catch (RejectedExecutionException e) {
      log.debug("closed: nothing is written");
    }
  }

  @Override
  public void gained(FencingToken token) {
    // Nobody could open a stream before this.
  }

  @Override
  public void suspended(String reason) {
    enqueue(this::endAll);
  }

  @Override
  public void resumed(FencingToken token) {
    // Clients come again by themselves.
  }

  @Override
  public void lost(String reason) {
    enqueue(this::endAll);
  }

  @Override
  public void close() {
    enqueue(this::endAll);
    writer.shutdown();
  }
}
