package dev.keyparity.agent.guard;

import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.agent.guard.state.StateRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.RequestId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The records of all effects of one service on this host, by request id and by act.
 *
 * <p>They are kept for ever: a forgotten receipt would allow a repetition. Not thread-safe: its
 * owner's lock guards it.
 */
final class Receipts {
  private final StateFiles files;
  private final Map<RequestId, EffectRecord> byId = new HashMap<>();
  private final Map<RequestKey, EffectRecord> newest = new HashMap<>();

  /** Reads all there are. */
  Receipts(StateFiles files, String service) {
    this.files = files;
    for (String name : files.names(EffectRecord.folderOf(service))) {
      StateRecord.read(files, name, EffectRecord.FORMAT, EffectRecord::read).ifPresent(this::index);
    }
  }

  private void index(EffectRecord record) {
    byId.put(record.id(), record);
    newest.merge(
        record.key().firstAttempt(),
        record,
        (old, one) -> one.key().attempt() >= old.key().attempt() ? one : old);
  }

  Optional<EffectRecord> find(RequestKey key) {
    return Optional.ofNullable(byId.get(key.id()));
  }

  /**
   * @param id a request id's hex digits
   */
  Optional<EffectRecord> find(String id) {
    return byId.values().stream().filter(record -> record.id().hex().equals(id)).findFirst();
  }

  /**
   * The record of the newest attempt of the same act.
   *
   * @throws KeyparityException {@link ErrorCode#ATTEMPT_SUPERSEDED} if that is a later attempt
   */
  Optional<EffectRecord> newestBefore(RequestKey key) {
    EffectRecord record = newest.get(key.firstAttempt());
    if (record != null && record.key().attempt() > key.attempt()) {
      throw new KeyparityException(
              ErrorCode.ATTEMPT_SUPERSEDED,
              "%s: attempt %d was seen already (expected: at least that)"
                  .formatted(key, record.key().attempt()),
              "")
          .withRule("I6");
    }
    return Optional.ofNullable(record);
  }

  /** Makes a record durable, then known. */
  void write(EffectRecord record) {
    record.write(files);
    index(record);
  }

  /** Effects whose end is not known. */
  List<EffectRecord> open() {
    return all().stream().filter(record -> !record.stage().isSettled()).toList();
  }

  Collection<EffectRecord> all() {
    return byId.values();
  }
}
