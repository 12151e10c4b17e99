package dev.keyparity.coordinator.records;

import dev.keyparity.daemon.fencing.FencingToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The port to the durable records.
 *
 * <p>Calls block, at most for the store's own deadline; they may come from any thread. Failures are
 * {@code KeyparityException}s:
 *
 * <ul>
 *   <li>{@code ZOOKEEPER_UNAVAILABLE}: no answer in time. After a <em>write</em> this means that
 *       its outcome is not known: read again before deciding anything.
 *   <li>{@code STALE_LEADER}: the token is not of the present leadership; nothing was written.
 *   <li>{@code CONFLICT}: a record has another version than expected, exists already or is gone;
 *       nothing was written.
 *   <li>{@code INTERNAL}: a value is larger than {@link #MAX_BYTES}: its history is not bounded.
 * </ul>
 *
 * <p>A write that took effect while its answer was lost is settled inside, by reading: it returns
 * as if the answer had come.
 */
public interface RecordStore {
  /** Largest value: 512 KiB − 1, half of what ZooKeeper takes, so that a multi of two fits. */
  int MAX_BYTES = (512 << 10) - 1;

  Optional<StoredRecord> read(RecordKey key);

  /** The items of a kind a service has many of, in no order. */
  Set<String> items(RecordKey.Kind kind, String service);

  /** Every service that has at least one record. */
  Set<String> services();

  /**
   * Makes all of the changes or none, while the token is of the present leadership.
   *
   * @return the new version of each, in order; −1 for a removed one
   */
  List<Integer> write(FencingToken token, List<RecordWrite> changes);

  /** Makes one change; see {@link #write(FencingToken, List)}. */
  default int write(FencingToken token, RecordWrite change) {
    return write(token, List.of(change)).get(0);
  }

  /** Removes every record of a service. Not one act: may be called again until it returns. */
  void removeService(FencingToken token, String service);
}
