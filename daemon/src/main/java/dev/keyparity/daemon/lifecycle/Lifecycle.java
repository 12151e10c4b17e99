package dev.keyparity.daemon.lifecycle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the parts of a process in the order they were added and closes them in the reverse order,
 * once. If a start fails, what was started is closed and the failure goes on to the caller.
 *
 * <p>Thread-safe: closing may come from a shutdown hook while {@link #awaitClosed} waits.
 */
public final class Lifecycle implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

  private record Part(String name, Component component) {}

  private final List<Part> parts = new ArrayList<>();
  private final Deque<Part> started = new ArrayDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean closing;

  public synchronized Lifecycle add(String name, Component component) {
    if (!started.isEmpty()) {
      throw new IllegalStateException("lifecycle: already started (expected: add before start)");
    }
    parts.add(new Part(name, component));
    return this;
  }

  /** A part that only needs closing. */
  public Lifecycle addClosing(String name, AutoCloseable closeable) {
    return add(name, new Closing(name, closeable));
  }

  private record Closing(String name, AutoCloseable closeable) implements Component {
    @Override
    public void start() {}

    @Override
    public void close() {
      try {
        closeable.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("close " + name, e);
      }
    }
  }

  public synchronized void start() {
    if (closing || !started.isEmpty()) {
      throw new IllegalStateException("lifecycle: started before (expected: once)");
    }
    try {
      for (Part part : parts) {
        // Noted first: a component whose start failed half-way is closed too.
        started.push(part);
        part.component().start();
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Closes in reverse order; a part that fails to close does not keep the others open. */
  @Override
  public synchronized void close() {
    if (closing) {
      return;
    }
    closing = true;
    while (!started.isEmpty()) {
      Part part = started.pop();
      try {
        part.component().close();
      } catch (RuntimeException e) {
        log.warn("close {} failed", part.name(), e);
      }
    }
    closed.countDown();
  }

  /** Waits until somebody closes. */
  public void awaitClosed() throws InterruptedException {
    closed.await();
  }

  /**
   * Closes when the JVM is told to end, within the bound; after it the process ends anyway, so that
   * a stuck part cannot hold up a restart.
   */
  public void closeOnShutdown(Duration bound) {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> closeWithin(bound), "keyparity-shutdown"));
  }

  boolean closeWithin(Duration bound) {
    Thread closer = new Thread(this::close, "keyparity-close");
    closer.setDaemon(true);
    closer.start();
    try {
      if (closed.await(bound.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
      log.warn("not closed within {} ms, ending anyway", bound.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
