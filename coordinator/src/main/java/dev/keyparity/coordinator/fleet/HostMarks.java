package dev.keyparity.coordinator.fleet;

import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.util.Optional;
import java.util.function.Supplier;

/** The high-water marks of agents, durable by service and host. Thread-safe; calls block. */
final class HostMarks {
  private final RecordStore store;
  private final Supplier<Optional<FencingToken>> token;

  HostMarks(RecordStore store, Supplier<Optional<FencingToken>> token) {
    this.store = store;
    this.token = token;
  }

  Optional<HostMark> load(String service, String host) {
    return store.read(key(service, host)).map(record -> parse(service, host, record.value()));
  }

  /**
   * Writes while this process leads; else does nothing. The newest mark wins: nobody else writes.
   */
  void save(String service, String host, HostMark mark) {
    Optional<FencingToken> present = token.get();
    if (present.isPresent()) {
      RecordKey key = key(service, host);
      store.write(present.get(), RecordWrite.put(key, store.read(key), mark.encode()));
    }
  }

  private static RecordKey key(String service, String host) {
    return RecordKey.of(RecordKey.Kind.HOST, service, host);
  }

  private static HostMark parse(String service, String host, byte[] value) {
    try {
      return HostMark.parse(value);
    } catch (MalformedRecord e) {
      throw new KeyparityException(
          ErrorCode.STATE_CORRUPT,
          "high-water mark of %s, %s: %s".formatted(service, host, e.getMessage()),
          "",
          e);
    }
  }
}
