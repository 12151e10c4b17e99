package dev.keyparity.coordinator.enablement.plan;

import dev.keyparity.coordinator.records.Conflicts;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordKey.Kind;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.coordinator.records.StoredRecord;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.ReadRecords;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The plans on record. Thread-safe; blocks as the record store does. */
public final class Plans {
  /** How many plans of a service are kept; the oldest go when a new one is made. */
  static final int KEPT = 60;

  private final RecordStore records;
  private final ReadRecords<RecordKey, PlanRecord> read = new ReadRecords<>(KEPT);

  public Plans(RecordStore records) {
    this.records = records;
  }

  public Optional<PlanRecord> find(String service, String id) {
    // An id comes from a person: what cannot be a record's name is not on record.
    return RecordKey.isName(id) ? records.read(key(service, id)).map(this::of) : Optional.empty();
  }

  public PlanRecord require(String service, String id) {
    return find(service, id)
        .orElseThrow(
            () ->
                new KeyparityException(
                    ErrorCode.USAGE,
                    "plan %s of %s: not on record (expected: one that was made and not thrown away)"
                        .formatted(id, service),
                    "keyparity plan %s --reference HOST   makes a new one".formatted(service)));
  }

  /** Every plan of a service that is on record, in no order. */
  public List<PlanRecord> all(String service) {
    return records.items(Kind.PLAN, service).stream()
        .flatMap(id -> find(service, id).stream())
        .toList();
  }

  /** Keeps a new plan; the same plan again is fine. */
  public void create(FencingToken token, PlanRecord record) {
    RecordKey key = key(record.plan().service(), record.plan().id());
    if (records.read(key).isPresent()) {
      return;
    }
    List<RecordWrite> writes = new ArrayList<>();
    writes.add(new RecordWrite.Create(key, record.encode()));
    writes.addAll(tooOld(record.plan().service()));
    records.write(token, writes);
  }

  /** Changes a plan's record, whatever else was written meanwhile. */
  public PlanRecord change(
      FencingToken token, String service, String id, UnaryOperator<PlanRecord> change) {
    RecordKey key = key(service, id);
    return Conflicts.settle(
        () -> {
          StoredRecord stored =
              records
                  .read(key)
                  .orElseThrow(
                      () ->
                          new KeyparityException(
                              ErrorCode.USAGE, "plan " + id + ": not on record"));
          PlanRecord after = change.apply(of(stored));
          records.write(token, new RecordWrite.Replace(key, stored.version(), after.encode()));
          return after;
        });
  }

  private List<RecordWrite> tooOld(String service) {
    return records.items(Kind.PLAN, service).stream()
        .flatMap(id -> records.read(key(service, id)).stream())
        .sorted(Comparator.comparing(StoredRecord::writtenAt).reversed())
        .skip(KEPT - 1L)
        .<RecordWrite>map(it -> new RecordWrite.Remove(it.key(), it.version()))
        .toList();
  }

  private static RecordKey key(String service, String id) {
    return RecordKey.of(Kind.PLAN, service, id);
  }

  /** A plan is read at each decision of its run: the same bytes are decoded once. */
  private PlanRecord of(StoredRecord stored) {
    try {
      return read.read(stored.key(), stored.value(), PlanRecord::decode);
    } catch (MalformedRecord e) {
      throw new KeyparityException(
          ErrorCode.STATE_CORRUPT,
          "record %s: %s".formatted(stored.key(), e.getMessage()),
          "make a new plan",
          e);
    }
  }
}
