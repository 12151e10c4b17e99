package dev.keyparity.testbed.lab.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server in a session of its own, without a terminal, known by its {@link PidFile}: it outlives
 * whoever started it and can be found again by another process. Thread-safe.
 *
 * <p>Signals go only to a process that the pid file proves.
 */
public final class BackgroundProcess implements Ending {
  private static final Duration GENTLE = Duration.ofSeconds(5);
  private static final Duration KILLED = Duration.ofSeconds(10);

  private final String name;
  private final PidFile pidFile;
  private final Path console;

  /**
   * @param name for messages
   * @param console gets standard output and error, appended
   */
  public BackgroundProcess(String name, PidFile pidFile, Path console) {
    this.name = name;
    this.pidFile = pidFile;
    this.console = console;
  }

  /**
   * Starts it with {@code environment} added to this process's own and returns at once; whether it
   * lives on is seen later.
   *
   * @param command must contain the pid file's mark
   */
  public synchronized void start(List<String> command, Map<String, String> environment) {
    if (!command.contains(pidFile.mark())) {
      throw new IllegalArgumentException(
          name + ": command without " + pidFile.mark() + " (expected: its mark as an argument)");
    }
    pid()
        .ifPresent(
            process -> {
              throw new LabException(
                  LabException.Code.COMMAND_FAILED, name + " runs already as " + process.pid());
            });
    // A child of a virtual machine leads no process group, so setsid becomes the command and keeps
    // its process id.
    List<String> inItsOwnSession = new ArrayList<>(List.of("setsid"));
    inItsOwnSession.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(inItsOwnSession)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()));
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      pidFile.write(process.pid());
    } catch (IOException e) {
      throw new LabException(LabException.Code.COMMAND_FAILED, "starting " + name, e);
    }
  }

  /** The process, if it lives. */
  public Optional<ProcessHandle> pid() {
    return pidFile.process();
  }

  public boolean isAlive() {
    return pid().isPresent();
  }

  public Path console() {
    return console;
  }

  /** SIGTERM; true if it was gone within {@code limit}, or already. */
  public boolean terminate(Duration limit) {
    Optional<ProcessHandle> process = pid();
    process.ifPresent(ProcessHandle::destroy);
    return process.isEmpty() || isGone(process.get(), limit);
  }

  /** SIGKILL, and waits until it is gone. */
  public void kill() {
    Optional<ProcessHandle> process = pid();
    if (process.isEmpty()) {
      return;
    }
    process.get().destroyForcibly();
    if (!isGone(process.get(), KILLED)) {
      throw new LabException(
          LabException.Code.COMMAND_FAILED,
          name + ": process " + process.get().pid() + " survives SIGKILL");
    }
  }

  /** SIGSTOP or SIGCONT and the like, by the signal's name without SIG. */
  public void signal(String signal) {
    ProcessHandle process =
        pid()
            .orElseThrow(
                () -> new LabException(LabException.Code.NOT_SERVING, name + " does not run"));
    Command.run(List.of("kill", "-" + signal, Long.toString(process.pid()))).orThrow();
  }

  @Override
  public void end() {
    if (!terminate(GENTLE)) {
      kill();
    }
  }

  /** The last lines it wrote. */
  public String tail() {
    return Command.tail(console);
  }

  private static boolean isGone(ProcessHandle process, Duration limit) {
    return Wait.until(limit, () -> PidFile.isGone(process));
  }
}
