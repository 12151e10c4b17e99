package dev.keyparity.testbed.lab.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Everything that was started, so that all of it ends: on {@link #close}, and when this virtual
 * machine ends for whatever reason but SIGKILL (Ctrl-C included). The last started ends first.
 * Thread-safe.
 */
public final class StartedProcesses implements AutoCloseable {
  private final Deque<Ending> started = new ArrayDeque<>();
  private final Thread hook = new Thread(this::endAll, "end-started-processes");

  /** Hooks into the end of this virtual machine. */
  public StartedProcesses() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Has it ended with the others. */
  public synchronized void add(Ending ending) {
    started.push(ending);
  }

  /** Leaves everything running, also when this virtual machine ends. */
  public synchronized void keepRunning() {
    started.clear();
  }

  /** Ends everything; throws after all were tried. */
  @Override
  public void close() {
    endAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The virtual machine is ending already: the hook finds nothing left to do.
      return;
    }
  }

  private synchronized void endAll() {
    List<RuntimeException> failures = new ArrayList<>();
    while (!started.isEmpty()) {
      try {
        started.pop().end();
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      RuntimeException first = failures.get(0);
      failures.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }
}
