package dev.keyparity.coordinator.evidence;

import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Key versions that were given up for ever: named one by one in an operator's warrant, or versions
 * of the probe key that a key which gave way had sealed. They count neither as at risk nor as
 * missing. Stored as {@code keyparity.forgotten/1}.
 */
public record ForgottenVersions(List<Entry> entries) {
  public static final ForgottenVersions NONE = new ForgottenVersions(List.of());

  static final RecordType<ForgottenVersions> TYPE =
      new RecordType<>(
          RecordKey.Kind.FORGOTTEN,
          "keyparity.forgotten/1",
          ForgottenVersions::write,
          ForgottenVersions::read);

  /**
   * One version given up.
   *
   * @param by the operators who signed for it, or the run that gave a probe version up
   * @param warrant the warrant's id; empty for a probe version
   */
  public record Entry(KeyVersion version, String reason, String by, Instant at, String warrant) {}

  public ForgottenVersions {
    entries = List.copyOf(entries);
  }

  public SortedSet<KeyVersion> versions() {
    return entries.stream().map(Entry::version).collect(Collectors.toCollection(TreeSet::new));
  }

  /** With one more; a version that is given up already stays as it was recorded first. */
  public ForgottenVersions with(Entry entry) {
    if (versions().contains(entry.version())) {
      return this;
    }
    List<Entry> all = new ArrayList<>(entries);
    all.add(entry);
    return new ForgottenVersions(all);
  }

  private void write(Json.ObjectBuilder out) {
    List<Json> list = new ArrayList<>();
    for (Entry entry : entries) {
      list.add(
          Json.object()
              .put("version", entry.version().toString())
              .put("reason", entry.reason())
              .put("by", entry.by())
              .put("at", entry.at().toString())
              .put("warrant", entry.warrant())
              .build());
    }
    out.put("versions", new Json.Arr(list));
  }

  private static ForgottenVersions read(RecordFields fields) throws MalformedRecord {
    List<Entry> entries = new ArrayList<>();
    for (RecordFields one : fields.records("versions")) {
      entries.add(
          new Entry(
              KeyVersion.parse(one.string("version")),
              one.string("reason"),
              one.string("by"),
              one.instant("at"),
              one.string("warrant")));
      one.end();
    }
    return new ForgottenVersions(entries);
  }
}
