package dev.keyparity.testbed.lab.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file that says which process a server is, with the word of its command line that proves it: a
 * process id is reused, the path of this server's own configuration is not.
 *
 * @param file holds the process id in decimal
 * @param mark an argument of the process's command line, whole, that no other process has
 */
public record PidFile(Path file, String mark) {
  private static final Duration EXECUTING = Duration.ofSeconds(1);

  /** The process, if it lives and is the one. */
  public Optional<ProcessHandle> process() {
    return read().flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive).filter(this::isMarked);
  }

  /**
   * Whether a process has ended, sockets and all. A dying process loses its command line first and
   * its sockets later, and one whose parent does not reap it stays as a zombie: neither shows in
   * {@link #process}.
   */
  static boolean isGone(ProcessHandle process) {
    // Handles are equal only if the start times are, so a process that was given the same number
    // does not count.
    if (ProcessHandle.of(process.pid()).filter(process::equals).isEmpty()) {
      return true;
    }
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      // The state follows the program's name, which stands in parentheses and may hold any
      // (proc(5)).
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return state == 'Z' || state == 'X';
    } catch (IOException e) {
      return true;
    }
  }

  void write(long pid) {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.writeString(temporary, pid + "\n");
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "writing " + file, e);
    }
  }

  private Optional<Long> read() {
    try {
      String text = Files.readString(file).strip();
      return text.matches("[1-9][0-9]{0,9}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "reading " + file, e);
    }
  }

  private boolean isMarked(ProcessHandle process) {
    // A process that is just being replaced by another program shows an empty command line for a
    // moment; so does one that is dying, until it is gone. The line that ended the wait is the one
    // that is judged: a second look may fall into that moment.
    List<String> seen = new ArrayList<>();
    Wait.until(EXECUTING, () -> seen.addAll(commandLine(process)) || isGone(process));
    return seen.contains(mark);
  }

  private static List<String> commandLine(ProcessHandle process) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/cmdline"));
      return bytes.length == 0
          ? List.of()
          : List.of(new String(bytes, StandardCharsets.UTF_8).split("\0", -1));
    } catch (IOException e) {
      // It ended between the two looks; whoever has the number now is somebody else.
      return List.of();
    }
  }
}
