package dev.keyparity.coordinator.admin;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the hosts of a service side by side, a few at once. What one host fails with costs no
 * other's answer. Blocks the asking thread and needs no other; how long is up to the deadlines of
 * what is asked.
 */
final class HostRounds {
  private static final int AT_ONCE = 8;

  private HostRounds() {}

  /** What one host answered, or why it did not: exactly one of them. */
  record Answer<T>(
      String host, @Nullable T valueOrNull, @Nullable KeyparityException failureOrNull) {

    Optional<T> value() {
      return Optional.ofNullable(valueOrNull);
    }

    Optional<KeyparityException> failure() {
      return Optional.ofNullable(failureOrNull);
    }

    /** How a host's failure is told in a list of them: {@code host: what}. */
    Optional<String> error() {
      return failure().map(failure -> host + ": " + words(failure));
    }
  }

  /** The failure in one line, with what can be done about it. */
  static String words(KeyparityException failure) {
    return failure.whatToDo().isEmpty()
        ? failure.operatorMessage()
        : failure.operatorMessage() + "; " + failure.whatToDo();
  }

  /**
   * @param question begins to ask a host; does not block
   * @return in the order of the hosts
   * @throws KeyparityException CANCELLED if the thread was interrupted; what was begun goes on
   */
  static <T> List<Answer<T>> ask(
      Collection<String> hosts, Function<String, CompletableFuture<T>> question) {
    Semaphore free = new Semaphore(AT_ONCE);
    List<CompletableFuture<T>> asked = new ArrayList<>();
    List<Answer<T>> answers = new ArrayList<>();
    try {
      for (String host : hosts) {
        free.acquire();
        asked.add(begun(host, question).whenComplete((value, failure) -> free.release()));
      }
      int i = 0;
      for (String host : hosts) {
        answers.add(answer(host, asked.get(i++)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyparityException(ErrorCode.CANCELLED, "interrupted: " + hosts, "", e);
    }
    return answers;
  }

  private static <T> CompletableFuture<T> begun(
      String host, Function<String, CompletableFuture<T>> question) {
    try {
      return question.apply(host);
    } catch (KeyparityException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static <T> Answer<T> answer(String host, CompletableFuture<T> future)
      throws InterruptedException {
    try {
      return new Answer<>(host, future.get(), null);
    } catch (ExecutionException e) {
      return new Answer<>(host, null, named(e));
    }
  }

  /** The failure of a future under its own name, however it was wrapped on the way. */
  static KeyparityException named(Throwable failure) {
    Throwable bare = failure;
    while ((bare instanceof ExecutionException || bare instanceof CompletionException)
        && bare.getCause() != null) {
      bare = bare.getCause();
    }
    return bare instanceof KeyparityException known
        ? known
        : new KeyparityException(ErrorCode.INTERNAL, "call failed: " + bare, "", bare);
  }
}
