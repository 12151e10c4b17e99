package dev.keyparity.coordinator.kms;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one KMS host said to one question. Immutable.
 *
 * @param valueOrNull present exactly where {@code kind} is {@code ANSWERED}
 * @param detail why there is no value, one sentence; never key material
 */
public record KmsAnswer<T>(Kind kind, @Nullable T valueOrNull, String detail) {

  public enum Kind {
    ANSWERED,
    /** 401, 403: the user or its credentials lack a right there. */
    NOT_PERMITTED,
    /** The host does not know the key or the version. */
    NO_SUCH_KEY,
    /** The host answered that it could not do it. */
    FAILED,
    /** No connection, no answer in time, or nothing that is a KMS's answer. */
    UNREACHABLE
  }

  public KmsAnswer {
    if ((kind == Kind.ANSWERED) != (valueOrNull != null)) {
      throw new IllegalArgumentException("answer: a value exactly where ANSWERED");
    }
  }

  public static <T> KmsAnswer<T> of(T value) {
    return new KmsAnswer<>(Kind.ANSWERED, Objects.requireNonNull(value), "");
  }

  public static <T> KmsAnswer<T> none(Kind kind, String detail) {
    return new KmsAnswer<>(kind, null, detail);
  }

  public Optional<T> value() {
    return Optional.ofNullable(valueOrNull);
  }

  public boolean isAnswered() {
    return kind == Kind.ANSWERED;
  }

  public <R> KmsAnswer<R> map(Function<? super T, ? extends R> change) {
    return valueOrNull == null ? none(kind, detail) : of(change.apply(valueOrNull));
  }

  /**
   * The value, or a {@code KMS_UNREACHABLE} failure that says what was being done.
   *
   * @param doing such as {@code kms2: list of keys}
   */
  public T orThrow(String doing) {
    if (valueOrNull == null) {
      throw new KeyparityException(ErrorCode.KMS_UNREACHABLE, doing + ": " + detail);
    }
    return valueOrNull;
  }
}
