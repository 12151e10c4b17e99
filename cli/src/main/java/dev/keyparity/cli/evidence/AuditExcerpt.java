package dev.keyparity.cli.evidence;

import dev.keyparity.daemon.audit.AuditHead;
import dev.keyparity.daemon.audit.AuditRecord;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The end of one audit log, as it is stored, line by line.
 *
 * @param chain whose log: {@code coordinator coord1} or {@code agent kms2}
 * @param head how far the log reached
 * @param records without gaps, up to the newest; none if there is none of that time
 * @param kept heads of this log that other hosts keep
 * @param isShortened whether records of the time that was asked for were left out, the oldest
 * @param problem what whoever made the file found wrong with the whole log; empty for nothing
 */
record AuditExcerpt(
    String chain,
    AuditHead head,
    List<AuditRecord> records,
    List<Kept> kept,
    boolean isShortened,
    String problem) {

  /** A head, and which host keeps it. */
  record Kept(String by, AuditHead head) {}

  AuditExcerpt {
    records = List.copyOf(records);
    kept = List.copyOf(kept);
  }

  /**
   * What is wrong with it, as far as it goes: its records' own digests were looked at when they
   * were read.
   */
  Optional<String> fault() {
    if (!problem.isEmpty()) {
      return Optional.of(problem);
    }
    return AuditChain.faultIn(records, head, kept.stream().map(Kept::head).toList());
  }

  Json toJson() {
    List<Json> heads = new ArrayList<>();
    kept.forEach(one -> heads.add(json(one.head()).put("by", one.by()).build()));
    return Json.object()
        .put("chain", chain)
        .put("head", json(head).build())
        .put("kept", new Json.Arr(heads))
        .put("problem", problem)
        .put("records", Json.strings(records.stream().map(AuditRecord::toString).toList()))
        .put("shortened", isShortened)
        .build();
  }

  private static Json.ObjectBuilder json(AuditHead head) {
    return Json.object().put("digest", head.digest()).put("sequence", head.sequence());
  }

  static AuditExcerpt read(RecordFields fields) throws MalformedRecord {
    List<AuditRecord> records = new ArrayList<>();
    for (String line : fields.strings("records")) {
      records.add(AuditRecord.parse(line.getBytes(StandardCharsets.UTF_8)));
    }
    List<Kept> kept = new ArrayList<>();
    for (RecordFields one : fields.records("kept")) {
      kept.add(new Kept(one.string("by"), head(one)));
      one.end();
    }
    RecordFields newest = fields.record("head");
    AuditHead head = head(newest);
    newest.end();
    AuditExcerpt excerpt =
        new AuditExcerpt(
            fields.string("chain"),
            head,
            records,
            kept,
            fields.bool("shortened"),
            fields.string("problem"));
    fields.end();
    return excerpt;
  }

  private static AuditHead head(RecordFields fields) throws MalformedRecord {
    return new AuditHead(fields.integer("sequence"), fields.string("digest"));
  }
}
