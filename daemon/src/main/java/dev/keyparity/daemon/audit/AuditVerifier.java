package dev.keyparity.daemon.audit;

import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.IoFaults;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole audit log and tells whether it is as it was written, and if not, where it first
 * differs.
 *
 * <ol>
 *   <li>Each line must be a canonical record whose digest is right: finds flipped and edited bytes.
 *   <li>Numbers grow by one and each record names the digest of the one before: finds records
 *       removed, added, repeated and put in another order.
 *   <li>Each anchor, a head remembered elsewhere, must be the digest of its record: finds a log cut
 *       at its end, replaced, or rewritten as a whole.
 * </ol>
 *
 * <p>Without an anchor, a log cut cleanly behind a record or rewritten as a whole looks intact; no
 * chain can tell by itself.
 */
public final class AuditVerifier {
  /** Longest line read; no event of ours comes near it. */
  static final int LONGEST_LINE = 1 << 20;

  private static final int LINE_FEED = '\n';

  private AuditVerifier() {}

  /**
   * @param anchors heads that are known from elsewhere
   * @throws KeyparityException if the file cannot be read
   */
  public static AuditVerdict verify(Path file, Collection<AuditHead> anchors) {
    return scan(file, anchors, record -> {});
  }

  public static AuditVerdict verify(Path file) {
    return verify(file, List.of());
  }

  /** Verifies and hands out each good record on the way, oldest first. */
  public static AuditVerdict scan(
      Path file, Collection<AuditHead> anchors, Consumer<AuditRecord> eachRecord) {
    TreeMap<Long, String> expected = new TreeMap<>();
    // Anchors that contradict each other are met by no record: one of them is wrong, whichever.
    anchors.forEach(
        anchor ->
            expected.merge(
                anchor.sequence(),
                anchor.digest(),
                (one, other) -> one.equals(other) ? one : one + " and " + other));
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return new Scan(in, expected, eachRecord).run();
    } catch (NoSuchFileException e) {
      return missingBehind(AuditHead.EMPTY, expected, 1, 0);
    } catch (IOException e) {
      throw IoFaults.of(e, "read", file, 0);
    }
  }

  /** A log that ends before an anchor was cut. */
  private static AuditVerdict missingBehind(
      AuditHead head, SortedMap<Long, String> expected, long line, long offset) {
    if (!expected.isEmpty() && expected.lastKey() > head.sequence()) {
      return new AuditVerdict.Broken(
          line,
          offset,
          "log ends at record %d (expected: at least %d, known from elsewhere)"
              .formatted(head.sequence(), expected.lastKey()));
    }
    return new AuditVerdict.Intact(head);
  }

  private static final class Scan {
    private final InputStream in;
    private final SortedMap<Long, String> expected;
    private final Consumer<AuditRecord> eachRecord;
    private AuditHead head = AuditHead.EMPTY;
    private long lineNumber;
    private long offset;

    Scan(InputStream in, SortedMap<Long, String> expected, Consumer<AuditRecord> eachRecord) {
      this.in = in;
      this.expected = expected;
      this.eachRecord = eachRecord;
    }

    AuditVerdict run() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream(512);
      int next;
      while ((next = in.read()) >= 0) {
        if (next != LINE_FEED) {
          line.write(next);
          if (line.size() > LONGEST_LINE) {
            return broken("line longer than " + LONGEST_LINE + " bytes");
          }
          continue;
        }
        AuditVerdict problem = take(line.toByteArray());
        if (problem != null) {
          return problem;
        }
        offset += line.size() + 1;
        line.reset();
      }
      AuditVerdict end = missingBehind(head, expected, lineNumber + 1, offset);
      return line.size() > 0 && end.isIntact()
          ? new AuditVerdict.TornTail(head, offset, line.size())
          : end;
    }

    private @Nullable AuditVerdict take(byte[] line) {
      AuditRecord record;
      try {
        record = AuditRecord.parse(line);
      } catch (MalformedRecord e) {
        return broken(String.valueOf(e.getMessage()));
      }
      if (record.sequence() != head.sequence() + 1) {
        return broken("record %d (expected: %d)".formatted(record.sequence(), head.sequence() + 1));
      }
      if (!record.previous().equals(head.digest())) {
        return broken(
            "record %d does not follow record %d".formatted(record.sequence(), head.sequence()));
      }
      String anchored = expected.get(record.sequence());
      if (anchored != null && !anchored.equals(record.digest())) {
        return broken(
            "record %d is another one than is known from elsewhere (expected: digest %s)"
                .formatted(record.sequence(), anchored));
      }
      lineNumber++;
      head = record.head();
      eachRecord.accept(record);
      return null;
    }

    private AuditVerdict broken(String problem) {
      return new AuditVerdict.Broken(lineNumber + 1, offset, problem);
    }
  }
}
