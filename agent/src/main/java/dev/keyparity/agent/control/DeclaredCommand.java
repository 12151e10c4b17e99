package dev.keyparity.agent.control;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.IoFaults;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One command an operator declared in this agent's configuration: a program and its arguments, run
 * without a shell, within a deadline. Thread-safe: runs of one command wait for one another.
 *
 * <p>Its output goes to a file, not to a pipe: a daemon that it starts may keep its output open for
 * ever, must not hang us by that, and must not die of a pipe that nobody reads.
 */
public final class DeclaredCommand {
  private static final int TAIL = 4096;

  /** Tells what a command started from everything else: its value begins with its output file. */
  private static final String MARK = "KEYPARITY_COMMAND";

  /**
   * How a command ended.
   *
   * @param exitCode -1 if it did not end within the deadline
   * @param tail the last of its output, at most 4 KiB
   */
  public record Result(int exitCode, boolean inTime, String tail) {
    public boolean isSuccess() {
      return inTime && exitCode == 0;
    }

    /** One clause for a message. */
    public String text() {
      return inTime ? "exit code " + exitCode : "did not end within its deadline";
    }
  }

  private final List<String> argv;
  private final Duration deadline;
  private final Path output;
  private final @Nullable String mark;

  /**
   * @param output a file of the agent's own, emptied before each run; mode 0600
   */
  public DeclaredCommand(List<String> argv, Duration deadline, Path output) {
    this(argv, deadline, output, null);
  }

  private DeclaredCommand(
      List<String> argv, Duration deadline, Path output, @Nullable String mark) {
    this.mark = mark;
    this.argv = List.copyOf(argv);
    this.deadline = deadline;
    this.output = output.toAbsolutePath();
    if (this.argv.isEmpty()) {
      throw new IllegalArgumentException("command: empty (expected: a program and arguments)");
    }
  }

  /**
   * The same, told apart from everything else by its environment, so that it and what it started
   * are {@link #atLarge found} even after the agent itself began anew. Not for a command that
   * starts a daemon: that would be marked, too.
   */
  public DeclaredCommand marked() {
    return new DeclaredCommand(argv, deadline, output, output.toString());
  }

  /**
   * The same for one run of it, told apart from its other runs also: for a command that may start a
   * daemon, which then carries the mark of the run that started it.
   */
  public DeclaredCommand marked(String run) {
    return new DeclaredCommand(argv, deadline, output, output + "#" + run);
  }

  /**
   * Living processes that carry its {@link #marked mark}.
   *
   * @throws IOException if the processes cannot be listed
   */
  List<Long> atLarge(ProcessTable processes) throws IOException {
    return mark == null ? List.of() : processes.withEnvironment(MARK + "=" + mark);
  }

  /**
   * Runs it to its end, or ends it at the deadline: the command itself, never what it started.
   *
   * @throws KeyparityException {@link ErrorCode#COMMAND_FAILED} if it cannot be started
   */
  public synchronized Result run() {
    emptyOutput();
    Process process;
    try {
      process = builder().start();
    } catch (IOException e) {
      throw new KeyparityException(
          ErrorCode.COMMAND_FAILED,
          "command %s: cannot be run: %s".formatted(argv, e.getMessage()),
          "check the command in agent.yaml: is it there, and may the agent's user run it?",
          e);
    }
    boolean inTime = waitFor(process);
    return new Result(inTime ? process.exitValue() : -1, inTime, tail());
  }

  private ProcessBuilder builder() {
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    if (mark != null) {
      builder.environment().put(MARK, mark);
    }
    return builder;
  }

  private void emptyOutput() {
    try {
      Path folder = output.resolveSibling(".").normalize();
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      FileChannel.open(
              output,
              Set.of(
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.TRUNCATE_EXISTING),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
          .close();
    } catch (IOException e) {
      throw IoFaults.of(e, "empty", output, 1);
    }
  }

  private boolean waitFor(Process process) {
    try {
      if (process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroy();
    return false;
  }

  private String tail() {
    try (RandomAccessFile file = new RandomAccessFile(output.toFile(), "r")) {
      long length = file.length();
      byte[] tail = new byte[(int) Math.min(TAIL, length)];
      file.seek(length - tail.length);
      file.readFully(tail);
      return new String(tail, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(output not readable: " + e.getMessage() + ")";
    }
  }

  Duration deadline() {
    return deadline;
  }

  @Override
  public String toString() {
    return argv.get(0);
  }
}
