package dev.keyparity.coordinator.records;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Records in memory, with faults to order: refuse, lose the reply of, or crash around any write.
 * Thread-safe.
 */
public final class InMemoryRecordStore implements RecordStore {

  /** What happens to the next write. */
  public enum WriteFault {
    /** Nothing is written, and the caller is told so. */
    UNAVAILABLE,
    /** All is written, and the caller hears nothing. */
    REPLY_LOST
  }

  private final Clock clock;
  private final Predicate<FencingToken> holds;
  private final TreeMap<String, StoredRecord> records = new TreeMap<>();
  private final List<WriteFault> faults = new ArrayList<>();
  private int writes;

  /**
   * @param holds whether a token is of the present leadership
   */
  public InMemoryRecordStore(Clock clock, Predicate<FencingToken> holds) {
    this.clock = clock;
    this.holds = holds;
  }

  /** The next writes meet these, one each. */
  public synchronized void plan(WriteFault... next) {
    faults.addAll(List.of(next));
  }

  /** How many writes took effect. */
  public synchronized int writes() {
    return writes;
  }

  /** All records as they are now, for {@link #load}. */
  public synchronized Map<String, StoredRecord> save() {
    return Map.copyOf(records);
  }

  /** Exactly these records from now on, as after a restore from a snapshot. */
  public synchronized void load(Map<String, StoredRecord> saved) {
    records.clear();
    records.putAll(saved);
  }

  @Override
  public synchronized Optional<StoredRecord> read(RecordKey key) {
    return Optional.ofNullable(records.get(key.toString()))
        .map(r -> new StoredRecord(key, r.value().clone(), r.version(), r.writtenAt()));
  }

  @Override
  public synchronized Set<String> items(RecordKey.Kind kind, String service) {
    return records.values().stream()
        .map(StoredRecord::key)
        .filter(key -> key.kind() == kind && key.service().equals(service))
        .flatMap(key -> key.item().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public synchronized Set<String> services() {
    return records.values().stream()
        .map(r -> r.key().service())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public synchronized List<Integer> write(FencingToken token, List<RecordWrite> changes) {
    WriteFault fault = faults.isEmpty() ? null : faults.remove(0);
    if (fault == WriteFault.UNAVAILABLE) {
      throw new KeyparityException(ErrorCode.ZOOKEEPER_UNAVAILABLE, "store: planned fault");
    }
    if (!holds.test(token)) {
      throw new KeyparityException(ErrorCode.STALE_LEADER, "leadership: " + token + " is over");
    }
    changes.forEach(this::check);
    List<Integer> versions = changes.stream().map(this::apply).toList();
    writes++;
    if (fault == WriteFault.REPLY_LOST) {
      throw new KeyparityException(ErrorCode.ZOOKEEPER_UNAVAILABLE, "store: planned lost reply");
    }
    return versions;
  }

  private void check(RecordWrite change) {
    if (value(change).length > MAX_BYTES) {
      throw new KeyparityException(ErrorCode.INTERNAL, "record: " + change.key() + " is too large");
    }
    StoredRecord now = records.get(change.key().toString());
    int version = now == null ? -1 : now.version();
    int expected =
        change instanceof RecordWrite.Replace replace
            ? replace.expectedVersion()
            : change instanceof RecordWrite.Remove remove ? remove.expectedVersion() : -1;
    if (version != expected) {
      throw new KeyparityException(
          ErrorCode.CONFLICT,
          "record: %s has version %d (expected: %d)".formatted(change.key(), version, expected));
    }
  }

  private int apply(RecordWrite change) {
    if (change instanceof RecordWrite.Remove) {
      records.remove(change.key().toString());
      return -1;
    }
    int version = change instanceof RecordWrite.Replace replace ? replace.expectedVersion() + 1 : 0;
    Instant now = clock.instant();
    records.put(
        change.key().toString(),
        new StoredRecord(change.key(), value(change).clone(), version, now));
    return version;
  }

  private static byte[] value(RecordWrite change) {
    if (change instanceof RecordWrite.Create create) {
      return create.value();
    }
    return change instanceof RecordWrite.Replace replace ? replace.value() : new byte[0];
  }

  @Override
  public synchronized void removeService(FencingToken token, String service) {
    List<RecordWrite> gone = new ArrayList<>();
    for (StoredRecord record : records.values()) {
      if (record.key().service().equals(service)) {
        gone.add(new RecordWrite.Remove(record.key(), record.version()));
      }
    }
    write(token, gone);
  }
}
