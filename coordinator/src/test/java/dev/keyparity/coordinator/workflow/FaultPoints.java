package dev.keyparity.coordinator.workflow;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts the points at which something becomes durable or leaves the process, and makes one of them
 * go wrong. Shared by the doubles of one test; not thread-safe.
 */
public final class FaultPoints {
  /** What goes wrong at the chosen point. */
  public enum Fault {
    /** The process dies just before it. */
    CRASH_BEFORE,
    /** It takes effect; the process dies before it hears so. */
    CRASH_AFTER,
    /** It takes effect; the caller is told that nobody answered. */
    LOST_REPLY,
    /** It does not take effect; the caller is told that nobody answered. */
    LOST_REQUEST
  }

  /** Thrown to the caller in place of an answer; each double turns it into what its port says. */
  public static final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** What takes effect at a point. */
  @FunctionalInterface
  public interface Effect<T> {
    T take() throws InterruptedException;
  }

  private final List<String> passed = new ArrayList<>();
  private final int chosen;
  private final Fault fault;

  private FaultPoints(int chosen, Fault fault) {
    this.chosen = chosen;
    this.fault = fault;
  }

  public static FaultPoints none() {
    return new FaultPoints(-1, Fault.CRASH_BEFORE);
  }

  /** The point with this number, from 0, goes wrong; no other does. */
  public static FaultPoints at(int number, Fault fault) {
    return new FaultPoints(number, fault);
  }

  /** What was passed so far, in order. */
  public List<String> passed() {
    return List.copyOf(passed);
  }

  /** Whether the chosen point was reached. */
  public boolean hasFired() {
    return chosen >= 0 && passed.size() > chosen;
  }

  public <T> T pass(String what, Effect<T> effect) throws NoAnswer, InterruptedException {
    boolean here = passed.size() == chosen;
    passed.add(what);
    if (!here) {
      return effect.take();
    }
    switch (fault) {
      case CRASH_BEFORE -> throw new SimulatedCrash("before " + what);
      case LOST_REQUEST -> throw new NoAnswer();
      case CRASH_AFTER -> {
        effect.take();
        throw new SimulatedCrash("after " + what);
      }
      case LOST_REPLY -> {
        effect.take();
        throw new NoAnswer();
      }
    }
    throw new AssertionError(fault);
  }
}
