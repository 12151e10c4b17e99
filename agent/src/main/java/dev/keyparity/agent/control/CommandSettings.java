package dev.keyparity.agent.control;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a KMS is controlled where no systemd unit is: argv lists, never a shell's text.
 *
 * @param start returns when the process was launched; exit 0
 * @param stop returns when the process was asked to end or has ended; exit 0
 * @param status prints the process's number and exits 0 while it runs; exits 3 when it does not
 * @param logFileOrNull the file whose last lines tell why a start failed
 */
public record CommandSettings(
    List<String> start, List<String> stop, List<String> status, @Nullable Path logFileOrNull) {
  public CommandSettings {
    start = List.copyOf(start);
    stop = List.copyOf(stop);
    status = List.copyOf(status);
    if (start.isEmpty() || stop.isEmpty() || status.isEmpty()) {
      throw new IllegalArgumentException("control: start, stop and status (expected: all three)");
    }
  }

  Optional<Path> logFile() {
    return Optional.ofNullable(logFileOrNull);
  }
}
