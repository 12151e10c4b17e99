package dev.keyparity.agent.guard.state;

import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.Optional;

/** Reads and writes one state record as canonical JSON; what does not parse is a named fault. */
public final class StateRecord {
  private StateRecord() {}

  /** Turns the fields of a record into its value. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(RecordFields fields) throws MalformedRecord;
  }

  /**
   * @param format the only format number this reader knows
   * @throws KeyparityException {@link ErrorCode#STATE_CORRUPT} if it is there and is not that
   */
  public static <T> Optional<T> read(
      StateFiles files, String name, String format, Reader<T> reader) {
    Optional<byte[]> bytes = files.read(name);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(parse(bytes.get(), name, format, reader));
  }

  static <T> T parse(byte[] bytes, String name, String format, Reader<T> reader) {
    try {
      RecordFields fields = CanonicalJson.parseRecord(bytes, name).format(format);
      T value = reader.read(fields);
      fields.end();
      return value;
    } catch (MalformedRecord | IllegalArgumentException e) {
      throw new KeyparityException(
          ErrorCode.STATE_CORRUPT,
          "state record %s: %s".formatted(name, e.getMessage()),
          "restore the agent's state directory from a backup, or enrol the agent anew;"
              + " until then it reports and does nothing",
          e);
    }
  }

  public static void write(StateFiles files, String name, Json.Obj record) {
    files.write(name, CanonicalJson.encode(record));
  }
}
