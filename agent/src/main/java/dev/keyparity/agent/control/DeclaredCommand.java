package dev.keyparity.agent.control;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command that the agent's own configuration declares, run without a shell, without input and
 * with a bare environment. Immutable.
 */
public final class DeclaredCommand {
  private static final int TAIL = 4096;
  private static final Duration DRAIN = Duration.ofMillis(200);

  private final List<String> argv;

  public DeclaredCommand(List<String> argv) {
    this.argv = List.copyOf(argv);
  }

  /**
   * How it ended.
   *
   * @param timedOut the deadline passed; the command itself, not what it started, was ended
   * @param exit its status; meaningless if timed out
   * @param tail the last 4 KiB of what it wrote
   */
  public record Ended(boolean timedOut, int exit, String tail) {
    boolean isOk() {
      return !timedOut && exit == 0;
    }

    String sentence() {
      String how = timedOut ? "no end within its deadline" : "exit " + exit;
      return tail.isBlank() ? how : how + ": " + tail.strip();
    }
  }

  /**
   * Runs it to its end.
   *
   * @throws KeyparityException {@link ErrorCode#COMMAND_FAILED} if it cannot be run at all
   */
  public Ended run(Duration deadline) {
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(List.of("PATH", "LANG", "HOME", "USER"));
    try {
      Process process = builder.start();
      Tail tail = Tail.of(process);
      boolean ended = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      return new Ended(!ended, process.exitValue(), tail.text());
    } catch (IOException e) {
      throw new KeyparityException(
          ErrorCode.COMMAND_FAILED,
          argv.get(0) + ": cannot be run: " + e.getMessage(),
          "correct the command in agent.yaml on this host",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyparityException(
          ErrorCode.CANCELLED, argv.get(0) + ": the agent is stopping", "", e);
    }
  }

  @Override
  public String toString() {
    return String.join(" ", argv);
  }

  /** The end of what a command writes, read as it comes so that it never blocks on a full pipe. */
  private static final class Tail implements Runnable {
    private final InputStream stream;
    private final byte[] last = new byte[TAIL];
    private int length;
    private final Thread reader = new Thread(this, "declared-command-output");

    private Tail(InputStream stream) {
      this.stream = stream;
    }

    static Tail of(Process process) {
      Tail tail = new Tail(process.getInputStream());
      tail.reader.setDaemon(true);
      tail.reader.start();
      return tail;
    }

    @Override
    public void run() {
      byte[] chunk = new byte[1024];
      try (stream) {
        for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
          append(chunk, n);
        }
      } catch (IOException e) {
        append(("\n(output lost: " + e.getMessage() + ")").getBytes(StandardCharsets.UTF_8));
      }
    }

    private void append(byte[] bytes) {
      append(bytes, bytes.length);
    }

    private synchronized void append(byte[] bytes, int n) {
      int kept = Math.min(length, TAIL - Math.min(n, TAIL));
      System.arraycopy(last, length - kept, last, 0, kept);
      int added = Math.min(n, TAIL);
      System.arraycopy(bytes, n - added, last, kept, added);
      length = kept + added;
    }

    /** A daemon that kept the command's output open does not keep us. */
    String text() throws InterruptedException {
      reader.join(DRAIN.toMillis());
      synchronized (this) {
        return new String(last, 0, length, StandardCharsets.UTF_8);
      }
    }
  }
}
