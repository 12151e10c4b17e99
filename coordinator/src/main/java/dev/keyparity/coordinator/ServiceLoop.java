package dev.keyparity.coordinator;

import dev.keyparity.coordinator.fleet.FenceBarrier;
import dev.keyparity.coordinator.fleet.FenceBarrier.Fenced;
import dev.keyparity.coordinator.fleet.Fleet;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns a service during one leadership.
 *
 * <p>(1) Every host is fenced before the first turn. (2) A host that was silent is fenced as soon
 * as it is heard of, and all are where one is bound to another leadership. (3) While leadership is
 * suspended no turn is taken. (4) A turn that throws is told to the fault handler, and the next one
 * comes after a pause. (5) The thread ends with the leadership it was made for, or when closed; a
 * turn under way is interrupted.
 */
final class ServiceLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ServiceLoop.class);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ServiceSpec spec;
  private final FencingToken token;
  private final Parts parts;
  private final ServiceDuty duty;
  private final Semaphore wakes = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  /** What every service's loop shares. */
  record Parts(Leadership leadership, Fleet fleet, FenceBarrier barrier, FaultHandler faults) {}

  ServiceLoop(ServiceSpec spec, FencingToken token, Parts parts, ServiceDuty duty) {
    this.spec = spec;
    this.token = token;
    this.parts = parts;
    this.duty = duty;
    this.thread = new Thread(this::run, "service-" + spec.service());
    this.thread.setDaemon(true);
  }

  ServiceSpec spec() {
    return spec;
  }

  void start() {
    thread.start();
  }

  /** Something happened: the next turn comes at once. Any thread; several wakes are one turn. */
  void wake() {
    wakes.release();
  }

  private void run() {
    Fenced fenced = null;
    try {
      while (!closed) {
        Optional<FencingToken> present = parts.leadership().token();
        if (present.isEmpty() || !parts.leadership().holds(token)) {
          // Suspended, or lost: in the latter case the desk closes us.
          rest(PAUSE);
          continue;
        }
        if (fenced == null || isOutdated(fenced)) {
          fenced = fence(present.get());
        }
        rest(fenced == null ? PAUSE : turn(fenced));
      }
    } catch (InterruptedException e) {
      log.debug("{}: loop ends", spec.service());
    }
  }

  private @Nullable Fenced fence(FencingToken present) throws InterruptedException {
    try {
      Fenced fenced = parts.barrier().raise(spec, present).get();
      fenced
          .silent()
          .forEach((h, why) -> log.warn("{} {}: not fenced: {}", spec.service(), h, why));
      fenced
          .underWay()
          .forEach(
              (host, effects) ->
                  effects.forEach(e -> log.warn("{} {}: under way: {}", spec.service(), host, e)));
      return fenced;
    } catch (ExecutionException e) {
      String why =
          e.getCause() instanceof KeyparityException named
              ? named.operatorMessage()
              : String.valueOf(e.getCause());
      log.warn("{}: not fenced, nothing is done: {}", spec.service(), why);
      return null;
    }
  }

  private boolean isOutdated(Fenced fenced) {
    return parts.fleet().snapshot().service(spec.service()).filter(fenced::isOutdated).isPresent();
  }

  private Duration turn(Fenced fenced) throws InterruptedException {
    try {
      return duty.turn(fenced);
    } catch (RuntimeException e) {
      if (!closed) {
        parts.faults().escaped("a turn of service " + spec.service(), e);
      }
      return PAUSE;
    }
  }

  private void rest(Duration longest) throws InterruptedException {
    if (wakes.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      wakes.drainPermits();
    }
  }

  /** Ends the loop; waits a little for a turn under way to notice. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
