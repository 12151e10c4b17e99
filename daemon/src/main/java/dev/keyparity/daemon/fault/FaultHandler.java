package dev.keyparity.daemon.fault;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an exception goes that escaped every handler. A process has one; a test passes one that
 * fails the test. Implementations are called from any thread and must not throw.
 */
@FunctionalInterface
public interface FaultHandler {
  /**
   * @param doing what was being done, for the log: lower-case, no full stop
   */
  void escaped(String doing, Throwable fault);

  /** A handler that logs and lets the process live. */
  static FaultHandler logging() {
    Logger log = LoggerFactory.getLogger(FaultHandler.class);
    return (doing, fault) -> log.error("escaped fault while {}", doing, fault);
  }

  /**
   * Wraps work whose thread swallows what it throws, such as a scheduled task: whatever escapes
   * goes to this handler, and the next run of the task is not cancelled by it.
   */
  default Runnable guarding(String doing, Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException | Error fault) {
        escaped(doing, fault);
        if (fault instanceof VirtualMachineError fatal) {
          throw fatal;
        }
      }
    };
  }

  /** One named daemon thread that runs what it is given in order; escaped faults come here. */
  default ExecutorService singleThread(String name) {
    return Executors.newSingleThreadExecutor(work -> daemonThread(name, work));
  }

  /** One named daemon thread for timers; wrap the work with {@link #guarding}. */
  default ScheduledExecutorService timer(String name) {
    return Executors.newSingleThreadScheduledExecutor(work -> daemonThread(name, work));
  }

  /**
   * Daemon threads that are made as they are needed, named and numbered, and end when idle; escaped
   * faults come here. There is no queue: what goes beyond the bound runs on the thread that asks.
   */
  default ExecutorService pool(String name, int most) {
    AtomicInteger made = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        most,
        30,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        work -> daemonThread(name + "-" + made.incrementAndGet(), work),
        new ThreadPoolExecutor.CallerRunsPolicy());
  }

  private Thread daemonThread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((t, fault) -> escaped("running " + t.getName(), fault));
    return thread;
  }
}
