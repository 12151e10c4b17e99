package dev.keyparity.coordinator.admin;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.wire.GrpcAnswers;
import dev.keyparity.daemon.wire.GrpcFaults;
import io.grpc.StatusRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where what went wrong becomes a gRPC status. */
final class Answers implements GrpcAnswers {
  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  private final Chair chair;

  Answers(Chair chair) {
    this.chair = chair;
  }

  @Override
  public StatusRuntimeException status(RuntimeException failure) {
    KeyparityException named = named(failure);
    log.info("refused: {} {}", named.code(), named.operatorMessage());
    return GrpcFaults.toStatus(named);
  }

  private KeyparityException named(RuntimeException failure) {
    if (failure instanceof KeyparityException known) {
      // Whoever lost the leadership in the middle sends the operator to the next leader.
      return known.code() == ErrorCode.STALE_LEADER ? chair.standsBy() : known;
    }
    log.error("a call failed", failure);
    return new KeyparityException(
        ErrorCode.INTERNAL, "coordinator: failed; its log has the reason", "", failure);
  }
}
