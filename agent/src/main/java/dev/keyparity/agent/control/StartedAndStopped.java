package dev.keyparity.agent.control;

import dev.keyparity.agent.guard.Settlement;
import dev.keyparity.daemon.lifecycle.ProcessInstance;
import java.util.Map;

/** What looking at the world says of a start or stop whose end is not on record. Pure. */
public final class StartedAndStopped {
  private StartedAndStopped() {}

  /**
   * Of a stop.
   *
   * @param before the process that lived when the stop was begun, as {@link ProcessInstance#text};
   *     empty if none did
   */
  public static Settlement stop(KmsStatus now, String before) {
    return switch (now.state()) {
      case DOWN -> new Settlement.Happened("no process lives", Map.of());
      case UNKNOWN -> new Settlement.CannotTell(now.detail());
      case UP, STARTING ->
          now.process().map(p -> p.instance().text()).orElse("").equals(before)
              ? new Settlement.RedoIsSafe()
              : new Settlement.Happened("the process of then is gone; another one lives", Map.of());
    };
  }

  /**
   * Of a start: whatever lives now was started after the stop that came before it.
   *
   * @param before the process that lived when the start was begun; empty if none did
   */
  public static Settlement start(KmsStatus now, String before) {
    return switch (now.state()) {
      case DOWN -> new Settlement.RedoIsSafe();
      case UNKNOWN -> new Settlement.CannotTell(now.detail());
      case STARTING -> new Settlement.CannotTell("a process lives and does not answer yet");
      case UP ->
          now.process().map(p -> p.instance().text()).orElse("").equals(before)
              ? new Settlement.Happened("it served already", Map.of())
              : new Settlement.Happened("a process started since serves", Map.of());
    };
  }
}
