package dev.keyparity.coordinator.evidence;

import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.StoredRecord;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.function.BiConsumer;

/**
 * One kind of stored record with its format: canonical JSON that says the format's name.
 *
 * @param format such as {@code keyparity.survey/1}
 * @param writer puts every field but the format
 * @param reader takes every field but the format
 */
public record RecordType<T>(
    RecordKey.Kind kind,
    String format,
    BiConsumer<T, Json.ObjectBuilder> writer,
    Reading<T> reader) {

  /** Takes the fields of one record; unknown ones are refused afterwards. */
  @FunctionalInterface
  public interface Reading<T> {
    T read(RecordFields fields) throws MalformedRecord;
  }

  public byte[] encode(T value) {
    Json.ObjectBuilder out = Json.object().put("format", format);
    writer.accept(value, out);
    return CanonicalJson.encode(out.build());
  }

  public T decode(byte[] bytes) throws MalformedRecord {
    RecordFields fields = CanonicalJson.parseRecord(bytes, kind.id()).format(format);
    try {
      T value = reader.read(fields);
      fields.end();
      return value;
    } catch (IllegalArgumentException e) {
      throw new MalformedRecord(kind.id() + ": " + e.getMessage(), e);
    }
  }

  /** Decodes a record of the store; one that does not parse is a fault that stops everything. */
  public T of(StoredRecord record) {
    try {
      return decode(record.value());
    } catch (MalformedRecord e) {
      throw new KeyparityException(
          ErrorCode.STATE_CORRUPT,
          "record %s: %s".formatted(record.key(), e.getMessage()),
          "restore the record, or remove it with a ZooKeeper shell if it can be done without",
          e);
    }
  }
}
