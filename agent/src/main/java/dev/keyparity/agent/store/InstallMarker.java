package dev.keyparity.agent.store;

import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The durable sign that key files are being replaced: canonical JSON, {@code keyparity.install/1}.
 * While it is there, what lies in the key directory may be half old and half new, and a KMS must
 * not be started.
 *
 * @param backup id of the backup that holds the old files
 * @param files old and new digest of each file of the set, by name
 */
public record InstallMarker(
    String service,
    String requestId,
    String run,
    String backup,
    String keyFile,
    Instant begunAt,
    SortedMap<String, Change> files) {
  public static final String FORMAT = "keyparity.install/1";

  /** One file's digest before and after. */
  public record Change(FileDigest before, FileDigest after) {}

  public InstallMarker {
    SortedMap<String, Change> copy = new TreeMap<>();
    copy.putAll(files);
    files = Collections.unmodifiableSortedMap(copy);
    if (!files.containsKey(keyFile)) {
      throw new IllegalArgumentException(
          "install marker: key file " + keyFile + " (expected: one of " + files.keySet() + ")");
    }
  }

  Change change(String name) {
    Change change = files.get(name);
    if (change == null) {
      throw new IllegalArgumentException("install marker: no file " + name);
    }
    return change;
  }

  /** All files but the key file: those that go first. */
  List<String> otherFiles() {
    return files.keySet().stream().filter(name -> !name.equals(keyFile)).toList();
  }

  byte[] canonicalBytes() {
    List<Json> list = new ArrayList<>();
    files.forEach(
        (name, change) ->
            list.add(
                Json.object()
                    .put("after", change.after().toString())
                    .put("before", change.before().toString())
                    .put("name", name)
                    .build()));
    return CanonicalJson.encode(
        Json.object()
            .put("backup", backup)
            .put("begun_at", begunAt.toString())
            .put("files", new Json.Arr(list))
            .put("format", FORMAT)
            .put("key_file", keyFile)
            .put("request_id", requestId)
            .put("run", run)
            .put("service", service)
            .build());
  }

  static InstallMarker parse(byte[] canonicalBytes) throws MalformedRecord {
    RecordFields fields =
        CanonicalJson.parseRecord(canonicalBytes, "install marker").format(FORMAT);
    try {
      SortedMap<String, Change> files = new TreeMap<>();
      for (RecordFields one : fields.records("files")) {
        Change change =
            new Change(
                FileDigest.parse(one.string("before")), FileDigest.parse(one.string("after")));
        files.put(one.string("name"), change);
        one.end();
      }
      InstallMarker marker =
          new InstallMarker(
              fields.string("service"),
              fields.string("request_id"),
              fields.string("run"),
              fields.string("backup"),
              fields.string("key_file"),
              fields.instant("begun_at"),
              files);
      fields.end();
      return marker;
    } catch (IllegalArgumentException e) {
      throw new MalformedRecord("install marker: " + e.getMessage(), e);
    }
  }
}
