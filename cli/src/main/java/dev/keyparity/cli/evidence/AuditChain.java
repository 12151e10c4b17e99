package dev.keyparity.cli.evidence;

import dev.keyparity.daemon.audit.AuditHead;
import dev.keyparity.daemon.audit.AuditRecord;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether records that follow each other in an audit log are a piece of one chain, and agree with
 * the heads that others keep of it. Pure; what a record says of itself was looked at before.
 */
final class AuditChain {
  private AuditChain() {}

  /**
   * The first thing that is wrong, in one sentence.
   *
   * @param records the newest of the log; may be none of them
   * @param head how far the log reaches
   */
  static Optional<String> faultIn(
      List<AuditRecord> records, AuditHead head, Collection<AuditHead> kept) {
    for (int i = 1; i < records.size(); i++) {
      AuditRecord before = records.get(i - 1);
      AuditRecord record = records.get(i);
      if (record.sequence() != before.sequence() + 1
          || !record.previous().equals(before.digest())) {
        return Optional.of(
            "record %d does not follow record %d".formatted(record.sequence(), before.sequence()));
      }
    }
    if (!records.isEmpty() && !records.get(records.size() - 1).head().equals(head)) {
      return Optional.of("its last record is not its head, record %d".formatted(head.sequence()));
    }
    return kept.stream().flatMap(one -> contradiction(records, head, one).stream()).findFirst();
  }

  private static Optional<String> contradiction(
      List<AuditRecord> records, AuditHead head, AuditHead kept) {
    if (kept.sequence() > head.sequence()) {
      return Optional.of(
          "it ends at record %d (expected: at least %d, which another host keeps)"
              .formatted(head.sequence(), kept.sequence()));
    }
    return Stream.concat(Stream.of(head), records.stream().map(AuditRecord::head))
        .filter(one -> one.sequence() == kept.sequence() && !one.equals(kept))
        .map(one -> "record %d is another one than another host keeps".formatted(one.sequence()))
        .findFirst();
  }

  /** The same of a whole log, which begins with the first record. */
  static Optional<String> faultInWhole(List<AuditRecord> records, Collection<AuditHead> kept) {
    if (!records.isEmpty() && !records.get(0).previous().equals(AuditHead.EMPTY.digest())) {
      return Optional.of(
          "it begins at record %d (expected: 1)".formatted(records.get(0).sequence()));
    }
    return faultIn(records, headOf(records), kept);
  }

  static AuditHead headOf(List<AuditRecord> records) {
    return records.isEmpty() ? AuditHead.EMPTY : records.get(records.size() - 1).head();
  }
}
