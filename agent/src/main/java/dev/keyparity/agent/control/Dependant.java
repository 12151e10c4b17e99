package dev.keyparity.agent.control;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that depends on the KMS and that an operator declared how to restart; and, where
 * declared, how to tell one start of it from the next. Thread-safe.
 */
public final class Dependant {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final int LONGEST = 200;

  private final DeclaredCommand restart;
  private final @Nullable DeclaredCommand instance;
  private final ProcessTable processes;
  private final Pause pause;

  /**
   * @param restart within whose deadline it is up again
   * @param instance prints what is another after each start, and fails while it is not up; null if
   *     nothing tells
   */
  public Dependant(
      DeclaredCommand restart,
      @Nullable DeclaredCommand instance,
      ProcessTable processes,
      Pause pause) {
    this.restart = restart;
    this.instance = instance;
    this.processes = processes;
    this.pause = pause;
  }

  /** Whether anything tells if it was restarted. */
  public boolean tellsItsInstance() {
    return instance != null;
  }

  /**
   * What names the start that it runs since; empty if it is not up, or if nothing tells.
   *
   * @throws KeyparityException {@link ErrorCode#COMMAND_FAILED} if the command cannot be run, does
   *     not end, or succeeds and prints nothing
   */
  public Optional<String> instance() {
    if (instance == null) {
      return Optional.empty();
    }
    DeclaredCommand.Result result = instance.run();
    String told = result.tail().strip();
    if (!result.inTime() || (result.isSuccess() && told.isEmpty())) {
      throw new KeyparityException(
          ErrorCode.COMMAND_FAILED,
          "instance command %s: %s (expected: what is another after each start, or a failure while it is not up)"
              .formatted(instance, result.inTime() ? "printed nothing" : result.text()),
          "mend dependants[].instance in agent.yaml");
    }
    return result.isSuccess()
        ? Optional.of(told.substring(0, Math.min(LONGEST, told.length())))
        : Optional.empty();
  }

  /**
   * Restarts it, and where something tells its instance waits until another one is up.
   *
   * @param run names this restart, to find what is left of it
   * @param before its instance before, empty if it was not up
   */
  public Restarted restart(String run, String before) {
    Duration end = pause.now().plus(restart.deadline());
    DeclaredCommand.Result result = restart.marked(run).run();
    if (!result.isSuccess() || !tellsItsInstance()) {
      return new Restarted(result, tellsItsInstance() ? "" : null);
    }
    while (true) {
      Optional<String> now = instance();
      if (now.isPresent() && !now.get().equals(before)) {
        return new Restarted(result, now.get());
      }
      if (pause.now().compareTo(end) >= 0) {
        return new Restarted(result, "");
      }
      pause.forAbout(POLL);
    }
  }

  /**
   * How a restart ended.
   *
   * @param instance the new one; empty if none came up in time, null if nothing tells
   */
  public record Restarted(DeclaredCommand.Result command, @Nullable String instance) {
    public boolean isSuccess() {
      return command.isSuccess() && (instance == null || !instance.isEmpty());
    }

    /** One clause for a message. */
    public String text() {
      return command.isSuccess()
          ? "its command succeeded, and no new instance of it came up within the deadline"
          : command.text();
    }
  }

  /** What is left of a restart and may still be at work. */
  public List<Long> atLarge(String run) {
    try {
      return restart.marked(run).atLarge(processes);
    } catch (IOException e) {
      throw new KeyparityException(
          ErrorCode.INTERNAL, "look for what is left of a restart: " + e.getMessage(), "", e);
    }
  }
}
