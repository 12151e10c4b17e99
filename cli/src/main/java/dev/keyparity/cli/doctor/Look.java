package dev.keyparity.cli.doctor;

import dev.keyparity.daemon.fault.KeyparityException;
import java.util.function.Function;
import java.util.function.Supplier;

/** What came of looking at one thing. Immutable. */
sealed interface Look<T> {

  record Seen<T>(T value) implements Look<T> {}

  record Failed<T>(KeyparityException reason) implements Look<T> {}

  /** Nobody looked: what it needs is not there. */
  record NotTried<T>() implements Look<T> {}

  static <T> Look<T> at(Supplier<T> thing) {
    try {
      return new Seen<>(thing.get());
    } catch (KeyparityException e) {
      return new Failed<>(e);
    }
  }

  /** Looks further, if there is something to look with. */
  default <R> Look<R> then(Function<T, R> further) {
    return this instanceof Seen<T> seen ? at(() -> further.apply(seen.value())) : new NotTried<>();
  }

  default boolean isSeen() {
    return this instanceof Seen;
  }
}
