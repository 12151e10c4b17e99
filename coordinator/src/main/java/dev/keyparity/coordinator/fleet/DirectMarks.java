package dev.keyparity.coordinator.fleet;

import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The high-water marks of agents where reports are asked for and not streamed: what a simulation
 * needs beside {@link DirectAgents}.
 */
public final class DirectMarks {
  private final HostMarks marks;

  /**
   * @param token of the present leadership; without one no mark is kept
   */
  public DirectMarks(RecordStore records, Supplier<Optional<FencingToken>> token) {
    this.marks = new HostMarks(records, token);
  }

  /**
   * Compares what an agent says of its own record with what is known of it, and keeps the further.
   *
   * @return why the record went back; empty if it did not
   * @throws KeyparityException the faults of the store
   */
  public String take(String service, String host, AgentHeader header) {
    Optional<HostMark> before = marks.load(service, host);
    HostMark after = before.map(mark -> mark.after(header)).orElseGet(() -> HostMark.of(header));
    if (!before.equals(Optional.of(after))) {
      marks.save(service, host, after);
    }
    return after.rolledBack();
  }
}
