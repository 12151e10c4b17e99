package dev.keyparity.coordinator.evidence;

import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes of files beside the key that operators sanctioned, each by the exact digest of what a
 * file may hold and for a limited time. One that is over stays on record for evidence, bounded.
 * Stored as {@code keyparity.changes/1}. Immutable.
 *
 * @param entries in the order in which they were opened
 */
public record SanctionedChanges(List<Entry> entries) {
  public static final SanctionedChanges NONE = new SanctionedChanges(List.of());

  /** The oldest that are over go first; more than these are never open at once. */
  public static final int MOST = 100;

  public static final RecordType<SanctionedChanges> TYPE =
      new RecordType<>(
          RecordKey.Kind.CHANGES,
          "keyparity.changes/1",
          SanctionedChanges::write,
          SanctionedChanges::read);

  /**
   * One change.
   *
   * @param sha256 64 lower-case hex digits
   * @param until when it ends, or was ended
   * @param by the operators who signed for it
   * @param signed the warrant with their signatures
   */
  public record Entry(
      String file,
      String sha256,
      Instant from,
      Instant until,
      String by,
      String reason,
      SignedDocument signed) {

    /** A beginning that lies ahead shows a clock that was set back: then nothing is sanctioned. */
    boolean isOpen(Instant now) {
      return !now.isBefore(from) && now.isBefore(until);
    }

    private Entry endedAt(Instant end) {
      return new Entry(file, sha256, from, end, by, reason, signed);
    }
  }

  public SanctionedChanges {
    entries = List.copyOf(entries);
  }

  /** Those that are open at this time. */
  public SanctionedChanges at(Instant now) {
    return new SanctionedChanges(entries.stream().filter(entry -> entry.isOpen(now)).toList());
  }

  /** Whether one of these, open or not, is about exactly that. */
  public boolean covers(String file, String sha256) {
    return entries.stream()
        .anyMatch(entry -> entry.file().equals(file) && entry.sha256().equals(sha256));
  }

  /** With one more; the oldest that are over give way. */
  public SanctionedChanges with(Entry entry) {
    List<Entry> all = new ArrayList<>(entries);
    all.stream()
        .filter(one -> !one.isOpen(entry.from()))
        .limit(Math.max(0, all.size() + 1 - MOST))
        .toList()
        .forEach(all::remove);
    all.add(entry);
    return new SanctionedChanges(all);
  }

  /** With what is open of a file ended. */
  public SanctionedChanges ended(String file, Instant now) {
    return new SanctionedChanges(
        entries.stream()
            .map(one -> one.file().equals(file) && one.isOpen(now) ? one.endedAt(now) : one)
            .toList());
  }

  private void write(Json.ObjectBuilder out) {
    List<Json> list = new ArrayList<>();
    for (Entry entry : entries) {
      list.add(
          Json.object()
              .put("file", entry.file())
              .put("sha256", entry.sha256())
              .put("from", entry.from().toString())
              .put("until", entry.until().toString())
              .put("by", entry.by())
              .put("reason", entry.reason())
              .put("signed", new String(entry.signed().canonicalBytes(), StandardCharsets.UTF_8))
              .build());
    }
    out.put("changes", new Json.Arr(list));
  }

  private static SanctionedChanges read(RecordFields fields) throws MalformedRecord {
    List<Entry> entries = new ArrayList<>();
    for (RecordFields one : fields.records("changes")) {
      entries.add(
          new Entry(
              one.string("file"),
              one.string("sha256"),
              one.instant("from"),
              one.instant("until"),
              one.string("by"),
              one.string("reason"),
              SignedDocument.parse(one.string("signed").getBytes(StandardCharsets.UTF_8))));
      one.end();
    }
    return new SanctionedChanges(entries);
  }
}
