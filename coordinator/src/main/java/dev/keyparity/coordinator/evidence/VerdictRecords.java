package dev.keyparity.coordinator.evidence;

import dev.keyparity.coordinator.records.Conflicts;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordKey.Kind;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.coordinator.records.StoredRecord;
import dev.keyparity.daemon.fencing.FencingToken;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was seen of each host, durable by service and host. Thread-safe; calls block. */
public final class VerdictRecords {
  private final RecordStore records;

  public VerdictRecords(RecordStore records) {
    this.records = records;
  }

  /** By host, those that left the service included. */
  public SortedMap<String, VerdictSpans> of(String service) {
    TreeMap<String, VerdictSpans> hosts = new TreeMap<>();
    for (String host : records.items(Kind.VERDICTS, service)) {
      records
          .read(key(service, host))
          .map(VerdictSpans.TYPE::of)
          .ifPresent(spans -> hosts.put(host, spans));
    }
    return hosts;
  }

  /** The same with what was seen since, by host, and is not on record. */
  public SortedMap<String, VerdictSpans> of(
      String service, SortedMap<String, List<VerdictSpan>> since) {
    SortedMap<String, VerdictSpans> hosts = of(service);
    since.forEach(
        (host, seen) -> hosts.put(host, hosts.getOrDefault(host, VerdictSpans.NONE).with(seen)));
    return hosts;
  }

  /** Adds what was seen; what is on record already changes nothing. */
  public void add(FencingToken token, String service, String host, List<VerdictSpan> seen) {
    Conflicts.settle(
        () -> {
          Optional<StoredRecord> stored = records.read(key(service, host));
          VerdictSpans before = stored.map(VerdictSpans.TYPE::of).orElse(VerdictSpans.NONE);
          VerdictSpans after = before.with(seen);
          if (!after.equals(before)) {
            records.write(
                token,
                RecordWrite.put(key(service, host), stored, VerdictSpans.TYPE.encode(after)));
          }
          return after;
        });
  }

  private static RecordKey key(String service, String host) {
    return RecordKey.of(Kind.VERDICTS, service, host);
  }
}
