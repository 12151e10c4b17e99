package dev.keyparity.daemon.lifecycle;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which process this is, so that no two ever share the name: the kernel's boot id, the process id
 * and the process's start in clock ticks since that boot (proc(5), field 22 of {@code stat}).
 */
public record ProcessInstance(String bootId, long pid, long startTicks) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** This process. */
  public static ProcessInstance current() {
    long pid = ProcessHandle.current().pid();
    return of(pid)
        .orElseThrow(
            () ->
                new KeyparityException(
                    ErrorCode.INTERNAL, "/proc/" + pid + "/stat: missing (expected: Linux)"));
  }

  /** A living process of this boot; empty if there is none of that id. */
  public static Optional<ProcessInstance> of(long pid) {
    try {
      String stat = read(Path.of("/proc/" + pid + "/stat"));
      // The second field is the command in parentheses and may itself hold spaces and ")".
      String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Optional.of(new ProcessInstance(readBootId(), pid, Long.parseLong(rest[19])));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static String readBootId() throws IOException {
    return read(BOOT_ID);
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.US_ASCII).strip();
  }

  /** The form in replies and logs: {@code boot/pid/ticks}. */
  public String text() {
    return bootId + "/" + pid + "/" + startTicks;
  }
}
