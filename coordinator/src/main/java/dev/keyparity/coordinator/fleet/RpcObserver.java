package dev.keyparity.coordinator.fleet;

import dev.keyparity.daemon.fault.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/** Told of every ended call to an agent, for metrics. Called from any thread; must return soon. */
@FunctionalInterface
public interface RpcObserver {
  /**
   * @param rpc as the wire has it, such as {@code Install}
   * @param failure empty if it was answered
   */
  void ended(String rpc, String host, Optional<ErrorCode> failure, Duration took);
}
