package dev.keyparity.testbed.lab.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A command that runs to its end, bounded, with what it said. */
public final class Command {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int TAIL = 2_000;
  private static final Executor THREADS =
      work -> {
        Thread thread = new Thread(work, "command-output");
        thread.setDaemon(true);
        thread.start();
      };

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

  /** Runs it with {@code environment} added, killing it after {@code limit}. */
  public static Result run(List<String> command, Map<String, String> environment, Duration limit) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile());
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new LabException(
          LabException.Code.TOOL_MISSING,
          "cannot run " + command.get(0) + ": " + e.getMessage(),
          e);
    }
    // Both must be read at the same time, or a command that fills the one not read stands still.
    var out = CompletableFuture.supplyAsync(() -> read(process.getInputStream()), THREADS);
    var err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()), THREADS);
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new LabException(
            LabException.Code.COMMAND_FAILED,
            String.join(" ", command) + ": no end after " + limit.toSeconds() + " s");
      }
      // What it left running may still hold its output open.
      return new Result(
          command,
          process.exitValue(),
          out.get(limit.toMillis(), TimeUnit.MILLISECONDS),
          err.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw LabException.interrupted("running " + command.get(0), e);
    } catch (ExecutionException | TimeoutException e) {
      throw new LabException(
          LabException.Code.COMMAND_FAILED,
          String.join(" ", command) + ": its output has no end after " + limit.toSeconds() + " s",
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

  private static String read(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
