package dev.keyparity.agent.control;

import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.ProcessInstance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A KMS that is started, stopped and looked at by declared commands.
 *
 * <p>Looking: 1. the pid file, if one is declared, names the process; 2. else the status command
 * does: exit code 0 and a pid in its output; 3. an argument that only this KMS has, if one is
 * declared, finds a process that neither names, and tells a reused pid from the KMS. The status
 * command's exit codes are those of an LSB init script: 0 runs, 1 to 3 does not, above unknown.
 */
public final class CommandControl implements KmsControl {
  private static final int LARGEST_LSB_NOT_RUNNING = 3;
  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.:/-])(\\d{1,10})(?![\\w.:/-])");
  private static final Duration POLL = Duration.ofMillis(50);

  /**
   * What is declared.
   *
   * @param stop marked, so that one that outlives us is found
   * @param status null if none
   * @param pidFile null if none
   * @param argument an argument of the KMS's command line that no other process has; null if none
   * @param startDeadline for the command and until the process lives
   * @param stopDeadline for the command and until no process lives
   */
  public record Declared(
      DeclaredCommand start,
      DeclaredCommand stop,
      @Nullable DeclaredCommand status,
      @Nullable Path pidFile,
      @Nullable String argument,
      Duration startDeadline,
      Duration stopDeadline) {
    public Declared {
      if (status == null && pidFile == null) {
        throw new IllegalArgumentException(
            "control: neither status nor pidfile (expected: one, to find the process by)");
      }
      stop = stop.marked();
    }
  }

  private final Declared declared;
  private final ProcessTable processes;
  private final Pause pause;

  public CommandControl(Declared declared, ProcessTable processes, Pause pause) {
    this.declared = declared;
    this.processes = processes;
    this.pause = pause;
  }

  @Override
  public ProcessSighting look() {
    try {
      Optional<ProcessInstance> named = byPidFile();
      if (named.isPresent()) {
        return lives(named.get());
      }
      if (declared.status() != null) {
        ProcessSighting told = byStatus(declared.status());
        if (!(told instanceof ProcessSighting.NoProcess)) {
          return told;
        }
      }
      return byArgument().map(this::lives).orElseGet(() -> new ProcessSighting.NoProcess("no pid"));
    } catch (IOException e) {
      return new ProcessSighting.CannotTell("look for its process: " + e.getMessage());
    } catch (KeyparityException e) {
      return new ProcessSighting.CannotTell(e.operatorMessage());
    }
  }

  private ProcessSighting lives(ProcessInstance process) {
    return new ProcessSighting.Lives(
        process, processes.startOf(process), process.pid() + "@" + process.startTicks());
  }

  private Optional<ProcessInstance> byPidFile() throws IOException {
    if (declared.pidFile() == null) {
      return Optional.empty();
    }
    String text;
    try {
      text = new String(Files.readAllBytes(declared.pidFile()), StandardCharsets.UTF_8).strip();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (!text.matches("\\d{1,10}")) {
      // Being written, or rubbish: not a word about the process.
      throw new IOException(declared.pidFile() + ": holds no pid (expected: a number)");
    }
    return find(Long.parseLong(text));
  }

  /** The living process of a pid, unless the pid is another program's by now. */
  private Optional<ProcessInstance> find(long pid) {
    return processes
        .find(pid)
        .filter(
            process ->
                declared.argument() == null || processes.hasArgument(pid, declared.argument()));
  }

  private ProcessSighting byStatus(DeclaredCommand status) {
    DeclaredCommand.Result result = status.run();
    if (!result.inTime() || result.exitCode() > LARGEST_LSB_NOT_RUNNING || result.exitCode() < 0) {
      return new ProcessSighting.CannotTell("status command: " + result.text());
    }
    if (result.exitCode() != 0) {
      return new ProcessSighting.NoProcess("status command: exit code " + result.exitCode());
    }
    Matcher numbers = NUMBER.matcher(result.tail());
    while (numbers.find()) {
      Optional<ProcessInstance> process = find(Long.parseLong(numbers.group(1)));
      if (process.isPresent()) {
        return lives(process.get());
      }
    }
    return new ProcessSighting.CannotTell(
        "status command: says that it runs and names no living pid");
  }

  private Optional<ProcessInstance> byArgument() throws IOException {
    if (declared.argument() == null) {
      return Optional.empty();
    }
    for (long pid : processes.withArgument(declared.argument())) {
      Optional<ProcessInstance> process = processes.find(pid);
      if (process.isPresent()) {
        return process;
      }
    }
    return Optional.empty();
  }

  /**
   * A stop command that did not end in time, or whose agent ended before it, goes on: it, or what
   * it started, may still be about to end a process.
   */
  @Override
  public Optional<String> stopAtLarge() {
    try {
      List<Long> pids = declared.stop().atLarge(processes);
      return pids.isEmpty()
          ? Optional.empty()
          : Optional.of("the stop command still runs: process %s".formatted(pids));
    } catch (IOException e) {
      return Optional.of("the stop command may still run: " + e.getMessage());
    }
  }

  @Override
  public ControlResult start() {
    Deadline deadline = Deadline.in(declared.startDeadline());
    DeclaredCommand.Result result;
    try {
      result = declared.start().run();
    } catch (KeyparityException e) {
      return ControlResult.failed(e.operatorMessage(), "");
    }
    if (!result.isSuccess()) {
      return ControlResult.failed("start command: " + result.text(), result.tail());
    }
    while (look().living().isEmpty()) {
      if (deadline.isOver()) {
        return ControlResult.failed(
            "start command: succeeded, and no process came to live", result.tail());
      }
      pause.forAbout(POLL);
    }
    return ControlResult.done();
  }

  @Override
  public ControlResult stop() {
    Deadline deadline = Deadline.in(declared.stopDeadline());
    DeclaredCommand.Result result;
    try {
      result = declared.stop().run();
    } catch (KeyparityException e) {
      return ControlResult.failed(e.operatorMessage(), "");
    }
    while (!(look() instanceof ProcessSighting.NoProcess)) {
      if (!result.isSuccess()) {
        return ControlResult.failed(
            "stop command: %s; %s".formatted(result.text(), look().text()), result.tail());
      }
      if (deadline.isOver()) {
        return ControlResult.underWay("stop command: succeeded, and " + look().text());
      }
      pause.forAbout(POLL);
    }
    return ControlResult.done();
  }
}
