package dev.keyparity.coordinator.records;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.function.Supplier;

/** What is done about somebody else having written in between: it is read and decided again. */
public final class Conflicts {
  /** Two writers that go on and on would be a fault of ours. */
  private static final int MOST = 16;

  private Conflicts() {}

  /**
   * Reads, decides and writes, again after each conflict.
   *
   * @param attempt must read anew each time
   * @throws KeyparityException what the attempt throws; {@code CONFLICT} after too many of them
   */
  public static <T> T settle(Supplier<T> attempt) {
    for (int conflicts = 0; ; conflicts++) {
      try {
        return attempt.get();
      } catch (KeyparityException e) {
        if (e.code() != ErrorCode.CONFLICT || conflicts == MOST) {
          throw e;
        }
      }
    }
  }
}
