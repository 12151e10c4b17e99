package dev.keyparity.agent.guard;

import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.agent.guard.state.StateRecord;
import dev.keyparity.daemon.canonical.Json;

/**
 * A number that grows with every durable change of this agent, {@code keyparity.generation/1}: a
 * restored snapshot or a clone shows as a smaller one than was seen before. Thread-safe.
 */
public final class AgentGeneration {
  static final String FORMAT = "keyparity.generation/1";

  private static final String NAME = "generation.json";

  private final StateFiles files;
  private long current;

  public AgentGeneration(StateFiles files) {
    this.files = files;
    this.current =
        StateRecord.read(files, NAME, FORMAT, fields -> fields.integer("generation")).orElse(0L);
  }

  public synchronized long current() {
    return current;
  }

  /** The next generation; durable on return. */
  public synchronized long advance() {
    long next = current + 1;
    StateRecord.write(
        files, NAME, Json.object().put("format", FORMAT).put("generation", next).build());
    current = next;
    return next;
  }
}
