package dev.keyparity.coordinator.records;

import java.util.Optional;

/** One conditional change of one record. Several of them can be made as one. */
public sealed interface RecordWrite {
  RecordKey key();

  /** Makes a record that does not exist. */
  @SuppressWarnings("ArrayRecordComponent") // a value is opaque bytes; never compared here
  record Create(RecordKey key, byte[] value) implements RecordWrite {}

  /** Replaces the record that has exactly the given version. */
  @SuppressWarnings("ArrayRecordComponent")
  record Replace(RecordKey key, int expectedVersion, byte[] value) implements RecordWrite {}

  /** Removes the record that has exactly the given version. */
  record Remove(RecordKey key, int expectedVersion) implements RecordWrite {}

  /** Creates the record, or replaces the one that was read: what most writers want. */
  static RecordWrite put(RecordKey key, Optional<StoredRecord> asRead, byte[] value) {
    return asRead
        .<RecordWrite>map(stored -> new Replace(key, stored.version(), value))
        .orElseGet(() -> new Create(key, value));
  }
}
