package dev.keyparity.coordinator.enablement;

import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.coordinator.records.StoredRecord;
import dev.keyparity.coordinator.workflow.FaultPoints;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A record store each of whose writes is a point at which something may go wrong. */
final class FaultyRecordStore implements RecordStore {
  private final RecordStore store;
  private final FaultPoints faults;

  FaultyRecordStore(RecordStore store, FaultPoints faults) {
    this.store = store;
    this.faults = faults;
  }

  @Override
  public Optional<StoredRecord> read(RecordKey key) {
    return store.read(key);
  }

  @Override
  public Set<String> items(RecordKey.Kind kind, String service) {
    return store.items(kind, service);
  }

  @Override
  public Set<String> services() {
    return store.services();
  }

  @Override
  public List<Integer> write(FencingToken token, List<RecordWrite> changes) {
    String what = "write " + changes.get(0).key().kind();
    try {
      return faults.pass(what, () -> store.write(token, changes));
    } catch (FaultPoints.NoAnswer e) {
      throw new KeyparityException(ErrorCode.ZOOKEEPER_UNAVAILABLE, "no answer to " + what);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void removeService(FencingToken token, String service) {
    store.removeService(token, service);
  }
}
