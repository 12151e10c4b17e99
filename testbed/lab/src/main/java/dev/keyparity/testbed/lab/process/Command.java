package dev.keyparity.testbed.lab.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command that runs to its end, bounded, with what it said. */
public final class Command {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int TAIL = 2_000;

  private Command() {}

  /**
   * What a command left.
   *
   * @param command as it was run
   * @param exit its status
   * @param out standard output
   * @param err standard error
   */
  public record Result(List<String> command, int exit, String out, String err) {
    public Result {
      command = List.copyOf(command);
    }

    public boolean isOk() {
      return exit == 0;
    }

    /** This, if the command succeeded. */
    public Result orThrow() {
      if (!isOk()) {
        throw new LabException(
            LabException.Code.COMMAND_FAILED,
            String.join(" ", command) + ": exit " + exit + " (expected: 0): " + err.strip());
      }
      return this;
    }
  }

  /** Runs it for a minute at most. */
  public static Result run(List<String> command) {
    return run(command, Map.of(), LIMIT);
  }

  /**
   * Runs it with {@code environment} added, killing it after {@code limit}. What it leaves running
   * is not waited for, even if that holds its output open.
   */
  public static Result run(List<String> command, Map<String, String> environment, Duration limit) {
    try {
      // Files and not pipes: whoever inherits a pipe keeps its reader waiting.
      Path out = Files.createTempFile("command", ".out");
      Path err = Files.createTempFile("command", ".err");
      try {
        int exit = exitOf(command, environment, limit, out, err);
        return new Result(command, exit, text(out), text(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new LabException(
          LabException.Code.FILES, "reading what " + command.get(0) + " said", e);
    }
  }

  private static int exitOf(
      List<String> command, Map<String, String> environment, Duration limit, Path out, Path err) {
    Process process = start(command, environment, out, err);
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new LabException(
            LabException.Code.COMMAND_FAILED,
            String.join(" ", command) + ": no end after " + limit.toSeconds() + " s");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw LabException.interrupted("running " + command.get(0), e);
    }
  }

  private static Process start(
      List<String> command, Map<String, String> environment, Path out, Path err) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new LabException(
          LabException.Code.TOOL_MISSING,
          "cannot run " + command.get(0) + ": " + e.getMessage(),
          e);
    }
  }

  /** The last lines of a log, for messages. */
  public static String tail(Path log) {
    try {
      String text = Files.exists(log) ? Files.readString(log) : "";
      return text.substring(Math.max(0, text.length() - TAIL));
    } catch (IOException e) {
      return log + ": " + e.getMessage();
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
