package dev.keyparity.daemon.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd that the service is ready or stopping (sd_notify(3)), when systemd asked for it by
 * setting {@code NOTIFY_SOCKET}; otherwise does nothing.
 *
 * <p>The JDK has no datagram UNIX sockets, so the {@code systemd-notify} program sends the word;
 * the unit therefore needs {@code NotifyAccess=all}. A word that cannot be sent is logged and
 * changes nothing else.
 */
public final class ServiceNotifier {
  private static final Logger log = LoggerFactory.getLogger(ServiceNotifier.class);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final boolean wanted;
  private final String program;

  ServiceNotifier(Map<String, String> environment, String program) {
    this.wanted = !environment.getOrDefault("NOTIFY_SOCKET", "").isEmpty();
    this.program = program;
  }

  public static ServiceNotifier ofEnvironment() {
    return new ServiceNotifier(System.getenv(), "systemd-notify");
  }

  /**
   * @param status one line for {@code systemctl status}
   */
  public void ready(String status) {
    send("--ready", "--status=" + status);
  }

  public void status(String status) {
    send("--status=" + status);
  }

  public void stopping() {
    // systemd-notify has --stopping only from version 253 on; the bare assignment is older.
    send("STOPPING=1");
  }

  private void send(String... arguments) {
    if (!wanted) {
      return;
    }
    List<String> command = new ArrayList<>();
    command.add(program);
    // Our own process id, or systemd takes the short-lived helper for the main process.
    command.add("--pid=" + ProcessHandle.current().pid());
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        log.warn("systemd-notify did not end in {} ms", LONGEST.toMillis());
      } else if (process.exitValue() != 0) {
        log.warn("systemd-notify ended with status {}", process.exitValue());
      }
    } catch (IOException e) {
      log.warn("systemd-notify could not be run: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
