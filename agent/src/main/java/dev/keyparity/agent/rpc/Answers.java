package dev.keyparity.agent.rpc;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.wire.GrpcAnswers;
import dev.keyparity.daemon.wire.GrpcFaults;
import io.grpc.StatusRuntimeException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where what went wrong becomes a gRPC status. */
final class Answers implements GrpcAnswers {
  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  private final Consumer<KeyparityException> refusals;

  /**
   * @param refusals is told of every refusal, for the metrics
   */
  Answers(Consumer<KeyparityException> refusals) {
    this.refusals = refusals;
  }

  @Override
  public StatusRuntimeException status(RuntimeException failure) {
    KeyparityException named;
    if (failure instanceof KeyparityException known) {
      named = known;
      log.info("refused: {} {}", known.code(), known.operatorMessage());
      log.debug("refused", known);
    } else {
      log.error("a call failed", failure);
      named =
          new KeyparityException(
              ErrorCode.INTERNAL, "agent: failed; its log has the reason", "", failure);
    }
    KeyparityException ruled =
        named.rule().isEmpty() ? named.withRule(Rules.of(named.code())) : named;
    refusals.accept(ruled);
    return GrpcFaults.toStatus(ruled);
  }
}
