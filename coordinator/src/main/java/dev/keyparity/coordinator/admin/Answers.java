package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.workflow.WorkflowException;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.wire.GrpcFaults;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers calls: the one place where what went wrong becomes a gRPC status. */
final class Answers {
  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  private final Chair chair;

  Answers(Chair chair) {
    this.chair = chair;
  }

  /** One answer. */
  <T> void one(StreamObserver<T> observer, Supplier<T> answer) {
    T message;
    try {
      message = answer.get();
    } catch (RuntimeException e) {
      observer.onError(status(e));
      return;
    }
    observer.onNext(message);
    observer.onCompleted();
  }

  /** Several answers, written as they come. */
  <T> void several(StreamObserver<T> observer, Consumer<StreamObserver<T>> answers) {
    try {
      answers.accept(observer);
    } catch (RuntimeException e) {
      observer.onError(status(e));
      return;
    }
    observer.onCompleted();
  }

  StatusRuntimeException status(RuntimeException failure) {
    KeyparityException named = named(failure);
    log.info("refused: {} {}", named.code(), named.operatorMessage());
    return GrpcFaults.toStatus(named);
  }

  private KeyparityException named(RuntimeException failure) {
    if (failure instanceof KeyparityException known) {
      // Whoever lost the leadership in the middle sends the operator to the next leader.
      return known.code() == ErrorCode.STALE_LEADER ? chair.standsBy() : known;
    }
    if (failure instanceof WorkflowException engine) {
      return ofEngine(engine);
    }
    log.error("a call failed", failure);
    return new KeyparityException(
        ErrorCode.INTERNAL, "coordinator: failed; its log has the reason", "", failure);
  }

  private KeyparityException ofEngine(WorkflowException failure) {
    return switch (failure.kind()) {
      case NOT_LEADING -> chair.standsBy();
      case CONFLICT -> of(ErrorCode.CONFLICT, failure, "try again");
      case STORE_UNAVAILABLE ->
          of(ErrorCode.ZOOKEEPER_UNAVAILABLE, failure, "try again when ZooKeeper answers");
      case JOURNAL_UNREADABLE ->
          of(ErrorCode.STATE_CORRUPT, failure, "restore the record from a backup of ZooKeeper");
      case NO_SUCH_RUN -> of(ErrorCode.NO_SUCH_RUN, failure, "keyparity run list");
      case RUN_ALREADY_OPEN -> of(ErrorCode.RUN_ALREADY_OPEN, failure, "keyparity run show");
      case NOT_NOW -> of(ErrorCode.USAGE, failure, "keyparity run show");
      case IMPOSSIBLE_TRANSITION -> {
        log.error("the engine refused itself", failure);
        yield of(ErrorCode.INTERNAL, failure, "");
      }
    };
  }

  private static KeyparityException of(ErrorCode code, WorkflowException failure, String whatToDo) {
    return new KeyparityException(code, String.valueOf(failure.getMessage()), whatToDo, failure);
  }
}
