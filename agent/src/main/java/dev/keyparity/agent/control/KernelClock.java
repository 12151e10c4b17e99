package dev.keyparity.agent.control;

import dev.keyparity.agent.guard.permit.BootInstant;
import dev.keyparity.daemon.lifecycle.ProcessInstance;
import java.time.Instant;

/** The clock that process start times are told by, which nobody can set. Thread-safe. */
public interface KernelClock {

  /** This moment. */
  BootInstant now();

  /** When a process started, good enough for comparing and not for showing. */
  Instant reckonedStartOf(ProcessInstance process);
}
