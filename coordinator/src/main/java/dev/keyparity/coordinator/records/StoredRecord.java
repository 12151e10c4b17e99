package dev.keyparity.coordinator.records;

import java.time.Instant;

/**
 * A record as read.
 *
 * @param value the bytes as written; callers must not change them
 * @param version grows with each write of this record since it was created, from 0
 * @param writtenAt the store's clock
 */
@SuppressWarnings("ArrayRecordComponent") // a value is opaque bytes; never compared here
public record StoredRecord(RecordKey key, byte[] value, int version, Instant writtenAt) {}
