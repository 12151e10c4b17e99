package dev.keyparity.agent.control;

import dev.keyparity.daemon.lifecycle.ProcessInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A KMS in memory that is started, stopped and asked for its health, and counts what is really done
 * to it. Its processes are this one under other start times. Thread-safe.
 */
public final class FakeKms implements KmsControl, HealthProbe {
  private final ProcessInstance self = ProcessInstance.current();
  private final List<String> done = new ArrayList<>();
  private @Nullable ProcessInstance process;
  private Instant startedAt = Instant.EPOCH;
  private long ticks;
  private boolean startBroken;
  private boolean stopHangs;
  private boolean healthy = true;
  private boolean visible = true;
  private boolean stopAtLarge;
  private boolean underWay;
  private Runnable onStop = () -> {};
  private Runnable onStart = () -> {};

  @Override
  public synchronized ProcessSighting look() {
    if (!visible) {
      return new ProcessSighting.CannotTell("somebody looks away");
    }
    return process == null
        ? new ProcessSighting.NoProcess("no pid")
        : new ProcessSighting.Lives(process, startedAt, process.pid() + "@" + process.startTicks());
  }

  @Override
  public synchronized Optional<String> stopAtLarge() {
    return stopAtLarge ? Optional.of("a stop is at large") : Optional.empty();
  }

  @Override
  public synchronized Optional<String> underWay() {
    return underWay ? Optional.of("a job is under way") : Optional.empty();
  }

  @Override
  public ControlResult start() {
    onStart.run();
    synchronized (this) {
      done.add("start");
      if (startBroken) {
        return ControlResult.failed("it will not", "Aborting to prevent data inconsistency.");
      }
      if (process == null) {
        startAnother();
      }
      return ControlResult.done();
    }
  }

  /** Somebody else brings up a process of it, in the place of that which lives, if one does. */
  public synchronized void startAnother() {
    long now = ProcessTable.ofHost(java.time.Clock.systemUTC()).now().ticks();
    ticks = Math.max(ticks + 1, now + 1);
    process = new ProcessInstance(self.bootId(), self.pid(), ticks);
    startedAt = Instant.now();
  }

  @Override
  public ControlResult stop() {
    onStop.run();
    synchronized (this) {
      done.add("stop");
      if (stopHangs) {
        return ControlResult.underWay("it hangs");
      }
      process = null;
      return ControlResult.done();
    }
  }

  @Override
  public synchronized Answer ask() {
    if (process == null) {
      return Answer.SILENT;
    }
    return healthy ? Answer.ANSWERS : Answer.NOT_YET;
  }

  /** What was really done, in order: {@code start} and {@code stop}. */
  public synchronized List<String> done() {
    return List.copyOf(done);
  }

  public synchronized void breakStart(boolean broken) {
    startBroken = broken;
  }

  public synchronized void hangStop(boolean hangs) {
    stopHangs = hangs;
  }

  /** Whether a stop that was asked for earlier is still at work. */
  public synchronized void leaveStopAtLarge(boolean atLarge) {
    stopAtLarge = atLarge;
  }

  /** Whether something is done to it that will end. */
  public synchronized void leaveUnderWay(boolean isUnderWay) {
    underWay = isUnderWay;
  }

  public synchronized void answer(boolean answers) {
    healthy = answers;
  }

  public synchronized void hide(boolean hidden) {
    visible = !hidden;
  }

  /** Runs just before a stop takes effect. */
  public void beforeStop(Runnable action) {
    onStop = action;
  }

  /** Runs just before a start takes effect. */
  public void beforeStart(Runnable action) {
    onStart = action;
  }
}
