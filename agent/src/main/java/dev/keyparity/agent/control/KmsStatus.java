package dev.keyparity.agent.control;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a KMS was when it was looked at.
 *
 * @param processOrNull the living process; null if none lives, or if that cannot be told
 * @param detail why down or unknown, in one sentence; may be empty when up
 */
public record KmsStatus(State state, @Nullable KmsProcess processOrNull, String detail) {

  /** What can be said of a KMS. */
  public enum State {
    /** A process lives and answers over HTTP. */
    UP,
    /** A process lives and does not answer. */
    STARTING,
    /** No process lives. */
    DOWN,
    /** It cannot be told. */
    UNKNOWN
  }

  static KmsStatus down(String detail) {
    return new KmsStatus(State.DOWN, null, detail);
  }

  static KmsStatus unknown(String detail) {
    return new KmsStatus(State.UNKNOWN, null, detail);
  }

  public Optional<KmsProcess> process() {
    return Optional.ofNullable(processOrNull);
  }

  public boolean isUp() {
    return state == State.UP;
  }
}
