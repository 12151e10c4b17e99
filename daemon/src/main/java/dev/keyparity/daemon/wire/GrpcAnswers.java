package dev.keyparity.daemon.wire;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers calls; whatever fails goes through one mapping. */
public interface GrpcAnswers {

  /** The server's one mapping from what went wrong to what is told. */
  StatusRuntimeException status(RuntimeException failure);

  /** One answer. */
  default <T> void one(StreamObserver<T> observer, Supplier<T> answer) {
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
  default <T> void several(StreamObserver<T> observer, Consumer<StreamObserver<T>> answers) {
    try {
      answers.accept(observer);
    } catch (RuntimeException e) {
      observer.onError(status(e));
      return;
    }
    observer.onCompleted();
  }
}
