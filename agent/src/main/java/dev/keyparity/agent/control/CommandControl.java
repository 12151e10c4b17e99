package dev.keyparity.agent.control;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A KMS that declared commands start, stop and ask after.
 *
 * <p>A process once seen is asked after in {@code /proc}, so that a heartbeat starts no command
 * while it lives.
 */
public final class CommandControl implements KmsControl {
  private static final Duration STATUS_DEADLINE = Duration.ofSeconds(10);

  /** How long a launched process may take until the status command knows of it. */
  private static final Duration APPEARANCE = Duration.ofSeconds(5);

  private static final int NOT_RUNNING = 3;
  private static final int LOG_TAIL = 2048;
  private static final Pattern PID = Pattern.compile("\\b([1-9][0-9]{0,9})\\b");

  private final DeclaredCommand start;
  private final DeclaredCommand stop;
  private final DeclaredCommand ask;
  private final @Nullable Path logFile;
  private final KmsHealth health;
  private volatile @Nullable KmsProcess known;

  public CommandControl(CommandSettings settings, KmsHealth health) {
    this.start = new DeclaredCommand(settings.start());
    this.stop = new DeclaredCommand(settings.stop());
    this.ask = new DeclaredCommand(settings.status());
    this.logFile = settings.logFileOrNull();
    this.health = health;
  }

  @Override
  public KmsStatus status() {
    KmsProcess last = known;
    return last != null && last.lives() ? of(last) : askAfter();
  }

  private KmsStatus of(KmsProcess process) {
    Optional<String> problem = health.problem();
    return problem.isEmpty()
        ? new KmsStatus(KmsStatus.State.UP, process, "")
        : new KmsStatus(KmsStatus.State.STARTING, process, problem.get());
  }

  private KmsStatus askAfter() {
    known = null;
    DeclaredCommand.Ended ended;
    try {
      ended = ask.run(STATUS_DEADLINE);
    } catch (KeyparityException e) {
      return KmsStatus.unknown(e.operatorMessage());
    }
    if (!ended.timedOut() && ended.exit() == NOT_RUNNING) {
      return KmsStatus.down(ask + ": not running");
    }
    Matcher pid = PID.matcher(ended.tail());
    if (!ended.isOk() || !pid.find()) {
      return KmsStatus.unknown(
          "%s: %s (expected: a process number and exit 0, or exit 3)"
              .formatted(ask, ended.sentence()));
    }
    Optional<KmsProcess> process = KmsProcess.ofPid(Long.parseLong(pid.group(1)));
    if (process.isEmpty()) {
      return KmsStatus.unknown(
          "%s: process %s (expected: one that lives)".formatted(ask, pid.group(1)));
    }
    known = process.get();
    return of(process.get());
  }

  @Override
  public ControlOutcome start(Duration deadline) {
    Patience patience = new Patience(deadline);
    KmsStatus before = status();
    if (before.isUp()) {
      return new ControlOutcome.Done("it served already");
    }
    long logEnd = logLength();
    DeclaredCommand.Ended ended = start.run(patience.left());
    if (!ended.isOk()) {
      return startFailed(start + ": " + ended.sentence(), logEnd);
    }
    return awaitServing(patience, logEnd);
  }

  private ControlOutcome awaitServing(Patience patience, long logEnd) {
    Patience appearance = new Patience(APPEARANCE);
    Optional<ControlOutcome> outcome =
        patience.until(
            () -> {
              KmsStatus now = status();
              if (now.isUp()) {
                return Optional.of(
                    new ControlOutcome.Done("process %d serves".formatted(pid(now))));
              }
              boolean gone = now.state() == KmsStatus.State.DOWN;
              return gone && (appearance.left().isZero() || refusedByVendor(logEnd))
                  ? Optional.of(startFailed("it ended before it served", logEnd))
                  : Optional.empty();
            });
    return outcome.orElseGet(
        () -> startFailed("it did not serve within its deadline: " + status().detail(), logEnd));
  }

  private static long pid(KmsStatus status) {
    return status.process().map(process -> process.instance().pid()).orElse(0L);
  }

  private boolean refusedByVendor(long logEnd) {
    return ControlOutcome.failed(ErrorCode.KMS_START_FAILED, logSince(logEnd)).keysDiffer();
  }

  private ControlOutcome startFailed(String why, long logEnd) {
    String log = logSince(logEnd);
    return ControlOutcome.failed(
        ErrorCode.KMS_START_FAILED, log.isBlank() ? why : why + "\n" + log.strip());
  }

  @Override
  public ControlOutcome stop(Duration deadline) {
    Patience patience = new Patience(deadline);
    if (status().state() == KmsStatus.State.DOWN) {
      return new ControlOutcome.Done("no process lived");
    }
    DeclaredCommand.Ended ended = stop.run(patience.left());
    boolean down =
        patience
            .until(
                () ->
                    status().state() == KmsStatus.State.DOWN ? Optional.of(true) : Optional.empty())
            .isPresent();
    if (down) {
      return new ControlOutcome.Done("no process lives");
    }
    return ControlOutcome.failed(
        ErrorCode.KMS_STOP_FAILED,
        "%s: %s; the KMS still lives after %d s"
            .formatted(stop, ended.sentence(), deadline.toSeconds()));
  }

  private long logLength() {
    return logFile == null ? 0 : logFile.toFile().length();
  }

  /** What the KMS wrote since a start began, its end at most. */
  private String logSince(long begin) {
    if (logFile == null) {
      return "";
    }
    try (RandomAccessFile file = new RandomAccessFile(logFile.toFile(), "r")) {
      // A log that was rotated meanwhile is shorter than it was.
      long from = Math.max(Math.min(begin, file.length()), file.length() - LOG_TAIL);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return logFile + ": " + e.getMessage();
    }
  }
}
