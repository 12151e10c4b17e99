package dev.keyparity.coordinator.records;

import dev.keyparity.daemon.fencing.FencingToken;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A record store that tells what this process wrote. Only the leader writes, so whoever listens
 * here need not ask again and again. Thread-safe.
 *
 * <p>Listeners are called after the write and on the writer's thread: enqueue, do not work. They
 * are told of failed writes too, because a failure may hide a write that was carried out. What a
 * listener throws is logged: the writer is told of its write and of nothing else.
 */
public final class WatchedRecords implements RecordStore {
  private static final Logger log = LoggerFactory.getLogger(WatchedRecords.class);

  private final RecordStore records;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** Told which kinds of records of a service may have changed. */
  @FunctionalInterface
  public interface Listener {
    void written(String service, Set<RecordKey.Kind> kinds);
  }

  public WatchedRecords(RecordStore records) {
    this.records = records;
  }

  public void listen(Listener listener) {
    listeners.add(listener);
  }

  @Override
  public Optional<StoredRecord> read(RecordKey key) {
    return records.read(key);
  }

  @Override
  public Set<String> items(RecordKey.Kind kind, String service) {
    return records.items(kind, service);
  }

  @Override
  public Set<String> services() {
    return records.services();
  }

  @Override
  public List<Integer> write(FencingToken token, List<RecordWrite> changes) {
    try {
      return records.write(token, changes);
    } finally {
      changes.stream()
          .map(change -> change.key().service())
          .distinct()
          .forEach(service -> tell(service, kindsOf(changes, service)));
    }
  }

  private static Set<RecordKey.Kind> kindsOf(List<RecordWrite> changes, String service) {
    EnumSet<RecordKey.Kind> kinds = EnumSet.noneOf(RecordKey.Kind.class);
    changes.stream()
        .map(RecordWrite::key)
        .filter(key -> key.service().equals(service))
        .forEach(key -> kinds.add(key.kind()));
    return kinds;
  }

  @Override
  public void removeService(FencingToken token, String service) {
    try {
      records.removeService(token, service);
    } finally {
      tell(service, EnumSet.allOf(RecordKey.Kind.class));
    }
  }

  private void tell(String service, Set<RecordKey.Kind> kinds) {
    for (Listener listener : listeners) {
      try {
        listener.written(service, kinds);
      } catch (RuntimeException e) {
        log.error("a listener to writes of {} failed", service, e);
      }
    }
  }
}
