package dev.keyparity.daemon.audit;

import dev.keyparity.daemon.lifecycle.DurableFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Unfinished last lines, kept in files {@code <log>.torn-<number>} ({@code .2} and so on behind it
 * if that record was torn itself), where the number is that of the record that tells of the repair.
 * The name makes it safe to crash anywhere: if a file is there and the log has no such record yet,
 * the record is still to be written.
 */
final class AuditTail {
  private AuditTail() {}

  static void preserve(Path log, AuditVerdict.TornTail torn, long repairRecord) throws IOException {
    byte[] tail = new byte[Math.toIntExact(torn.bytes())];
    try (RandomAccessFile in = new RandomAccessFile(log.toFile(), "r")) {
      in.seek(torn.offset());
      in.readFully(tail);
    }
    int copy = 1;
    while (Files.exists(fileOf(log, repairRecord, copy).path())) {
      copy++;
    }
    fileOf(log, repairRecord, copy).write(tail);
  }

  /** The particulars of repairs that are not in the log yet; empty if there are none. */
  static Optional<Map<String, String>> unrecorded(Path log, long nextRecord) {
    StringJoiner bytes = new StringJoiner(",");
    StringJoiner names = new StringJoiner(",");
    StringJoiner digests = new StringJoiner(",");
    for (int copy = 1; ; copy++) {
      DurableFile file = fileOf(log, nextRecord, copy);
      Optional<byte[]> tail = file.read(AuditVerifier.LONGEST_LINE);
      if (tail.isEmpty()) {
        break;
      }
      bytes.add(Integer.toString(tail.get().length));
      names.add(String.valueOf(file.path().getFileName()));
      digests.add(AuditRecord.sha256(tail.get()));
    }
    return names.length() == 0
        ? Optional.empty()
        : Optional.of(
            Map.of(
                "bytes", bytes.toString(),
                "kept_in", names.toString(),
                "sha256", digests.toString()));
  }

  private static DurableFile fileOf(Path log, long record, int copy) {
    String name = log.getFileName() + ".torn-" + record + (copy == 1 ? "" : "." + copy);
    return DurableFile.at(log.resolveSibling(name), DurableFile.GROUP_READABLE);
  }
}
