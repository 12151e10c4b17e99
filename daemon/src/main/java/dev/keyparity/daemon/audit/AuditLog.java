package dev.keyparity.daemon.audit;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.DurableFile;
import dev.keyparity.daemon.lifecycle.IoFaults;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The writer of one audit log; one process has it open at a time.
 *
 * <p>Opening verifies the whole log. An unfinished last line, which a crash leaves, was never
 * acknowledged to anyone: it is kept in a file of its own beside the log, cut off, and the repair
 * is itself recorded ({@link #TAIL_REPAIRED}). Anything else that is wrong refuses the log.
 *
 * <p>Appending writes one line and forces it to disk before it returns. If there was no room for
 * it, what was written of it is taken off again, and a later append may succeed. After a failed
 * force the log takes nothing more until it is opened again, because then nobody knows what is on
 * the disk. Thread-safe.
 */
public final class AuditLog implements AutoCloseable {
  /** The event that records a repaired tail. */
  public static final String TAIL_REPAIRED = "audit-tail-repaired";

  private static final String WHAT_TO_DO =
      "nothing is done while the audit log cannot be written: mend the disk, then restart";

  private final Path file;
  private final Clock clock;
  // A stream, not a channel: an interrupt would close a channel under all later appends.
  private final FileOutputStream out;
  private AuditHead head;
  private long length;
  private boolean closed;
  private boolean failed;
  private boolean refusedLast;

  private AuditLog(Path file, Clock clock, FileOutputStream out) {
    this.file = file;
    this.clock = clock;
    this.out = out;
    this.head = AuditHead.EMPTY;
  }

  /**
   * Opens the log, making it (mode 0640) if it is not there.
   *
   * @throws KeyparityException {@link ErrorCode#AUDIT_BROKEN} if it does not verify, {@link
   *     ErrorCode#AUDIT_UNAVAILABLE} if it cannot be read or written, or another process has it
   */
  public static AuditLog open(Path path, Clock clock) {
    return open(path, clock, record -> {});
  }

  /**
   * The same, and hands out each record that is there, oldest first.
   *
   * @param eachRecord may be called for some records even if the log is then refused
   */
  public static AuditLog open(Path path, Clock clock, Consumer<AuditRecord> eachRecord) {
    Path file = path.toAbsolutePath();
    FileOutputStream out;
    try {
      out = openStream(file);
    } catch (IOException e) {
      throw unavailable(file, IoFaults.of(e, "open", file, 1));
    }
    try {
      lock(out.getChannel(), file);
      AuditLog log = new AuditLog(file, clock, out);
      log.takeUp(AuditVerifier.scan(file, List.of(), eachRecord));
      return log;
    } catch (IOException e) {
      closeQuietly(out, e);
      throw unavailable(file, IoFaults.of(e, "open", file, 1));
    } catch (RuntimeException e) {
      closeQuietly(out, e);
      throw e;
    }
  }

  private static FileOutputStream openStream(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(DurableFile.GROUP_READABLE));
      Path directory = file.getParent();
      if (directory != null) {
        DurableFile.forceDirectory(directory);
      }
    }
    return new FileOutputStream(file.toFile(), true);
  }

  private static void lock(FileChannel channel, Path file) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      throw inUse(file, e);
    }
    if (lock == null) {
      throw inUse(file, null);
    }
  }

  private static KeyparityException inUse(Path file, @Nullable Throwable cause) {
    return new KeyparityException(
        ErrorCode.AUDIT_UNAVAILABLE,
        "audit log " + file + ": another process has it open (expected: one writer)",
        "fuser " + file + " names it",
        cause);
  }

  private void takeUp(AuditVerdict verdict) throws IOException {
    if (verdict instanceof AuditVerdict.Broken broken) {
      throw new KeyparityException(
          ErrorCode.AUDIT_BROKEN,
          "audit log %s, line %d, byte %d: %s"
              .formatted(file, broken.line(), broken.offset(), broken.problem()),
          "keep the file as it is for inquiry; keyparity audit verify --file " + file);
    }
    if (verdict instanceof AuditVerdict.TornTail torn) {
      head = torn.head();
      AuditTail.preserve(file, torn, head.sequence() + 1);
      cut(torn.offset());
    } else if (verdict instanceof AuditVerdict.Intact intact) {
      head = intact.head();
    }
    length = Files.size(file);
    // Looked up on disk, not taken from above: a crash may have come between the cut and this.
    AuditTail.unrecorded(file, head.sequence() + 1)
        .ifPresent(repair -> append(TAIL_REPAIRED, repair));
  }

  private void cut(long length) throws IOException {
    try (RandomAccessFile cutting = new RandomAccessFile(file.toFile(), "rw")) {
      cutting.setLength(length);
      cutting.getFD().sync();
    }
  }

  /**
   * Writes one record to disk.
   *
   * @param event lower-case words with hyphens
   * @param fields the particulars; never a secret
   * @return the new head, for a reply or an anchor
   * @throws KeyparityException {@link ErrorCode#AUDIT_UNAVAILABLE}; then what was to be recorded
   *     must not be done
   */
  public synchronized AuditHead append(String event, Map<String, String> fields) {
    if (failed || closed) {
      throw new KeyparityException(
          ErrorCode.AUDIT_UNAVAILABLE,
          "audit log " + file + ": " + (failed ? "failed before" : "closed"),
          WHAT_TO_DO);
    }
    AuditRecord record =
        AuditRecord.after(head, clock.instant().truncatedTo(ChronoUnit.MILLIS), event, fields);
    byte[] line = record.line();
    if (line.length > AuditVerifier.LONGEST_LINE) {
      throw new IllegalArgumentException(
          "audit record: "
              + line.length
              + " bytes (expected: at most "
              + AuditVerifier.LONGEST_LINE
              + ")");
    }
    byte[] whole = Arrays.copyOf(line, line.length + 1);
    whole[line.length] = '\n';
    refusedLast = true;
    write(whole);
    refusedLast = false;
    head = record.head();
    length += whole.length;
    return head;
  }

  private void write(byte[] line) {
    try {
      out.write(line);
    } catch (IOException e) {
      failed = !isCutBack(e);
      throw unavailable(file, IoFaults.of(e, "append to", file, line.length));
    }
    try {
      out.getFD().sync();
    } catch (IOException e) {
      // After a failed force the kernel may call lost pages clean: nothing read now is believed.
      failed = true;
      throw unavailable(file, IoFaults.of(e, "force", file, line.length));
    }
  }

  /** Takes off what a write put down before it failed, as on a full disk. */
  private boolean isCutBack(IOException reason) {
    try {
      cut(length);
      return true;
    } catch (IOException e) {
      reason.addSuppressed(e);
      return false;
    }
  }

  public synchronized AuditHead head() {
    return head;
  }

  /**
   * Whether it takes records, as far as the last one showed: where there was no room it did not.
   */
  public synchronized boolean isWritable() {
    return !failed && !refusedLast && !closed;
  }

  public Path file() {
    return file;
  }

  /** Reads it all again; see {@link AuditVerifier}. */
  public AuditVerdict verify(List<AuditHead> anchors) {
    return AuditVerifier.verify(file, anchors);
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      out.close();
    } catch (IOException e) {
      throw IoFaults.of(e, "close", file, 0);
    }
  }

  private static void closeQuietly(FileOutputStream out, Exception reason) {
    try {
      out.close();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private static KeyparityException unavailable(Path file, KeyparityException cause) {
    return new KeyparityException(
            ErrorCode.AUDIT_UNAVAILABLE,
            "audit log " + file + ": " + cause.operatorMessage(),
            WHAT_TO_DO,
            cause)
        .withContext("cause", cause.code().name());
  }
}
