package dev.keyparity.agent.guard;

import java.util.Map;

/** Where it is written down what is about to be done; durable when the call returns. */
@FunctionalInterface
public interface AuditTrail {
  /**
   * @throws dev.keyparity.daemon.fault.KeyparityException if it cannot be written: then what was to
   *     be recorded must not be done
   */
  void record(String event, Map<String, String> fields);
}
