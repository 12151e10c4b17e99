package dev.keyparity.agent.control;

import dev.keyparity.daemon.lifecycle.ProcessInstance;
import java.time.Instant;
import java.util.Optional;

/** What a look for the process of a KMS found. */
public sealed interface ProcessSighting {

  /**
   * A process lives.
   *
   * @param startedAt for people: told by the wall clock of now
   * @param invocation what the service manager calls this run of it; {@code pid@ticks} where there
   *     is none
   */
  record Lives(ProcessInstance process, Instant startedAt, String invocation)
      implements ProcessSighting {}

  /** None lives. */
  record NoProcess(String how) implements ProcessSighting {}

  /** It cannot be told. */
  record CannotTell(String why) implements ProcessSighting {}

  default Optional<Lives> living() {
    return this instanceof Lives lives ? Optional.of(lives) : Optional.empty();
  }

  /** One clause for a message. */
  default String text() {
    if (this instanceof Lives lives) {
      return "process %d lives".formatted(lives.process().pid());
    }
    return this instanceof NoProcess none ? none.how() : ((CannotTell) this).why();
  }
}
