package dev.keyparity.daemon.canonical;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Records as they were read last, so that the same bytes are not parsed at every look. What is
 * stored is asked for each time all the same: only bytes that are equal give the same value.
 * Bounded; thread-safe.
 *
 * @param <K> what a record is found by
 * @param <V> what it says; immutable
 */
public final class ReadRecords<K, V> {
  private final Map<K, Known<V>> known;

  @SuppressWarnings("ArrayRecordComponent") // compared as bytes, above all
  private record Known<V>(byte[] bytes, V value) {}

  /** How a record is read. */
  @FunctionalInterface
  public interface Reader<V> {
    V read(byte[] bytes) throws MalformedRecord;
  }

  /**
   * @param most how many are kept
   */
  public ReadRecords(int most) {
    known =
        Collections.synchronizedMap(
            new LinkedHashMap<>(16, 0.75f, true) {
              @Override
              protected boolean removeEldestEntry(Map.Entry<K, Known<V>> eldest) {
                return size() > most;
              }
            });
  }

  /** What these bytes say; what cannot be read is not kept. */
  public V read(K key, byte[] bytes, Reader<V> reader) throws MalformedRecord {
    Known<V> before = known.get(key);
    if (before != null && Arrays.equals(before.bytes(), bytes)) {
      return before.value();
    }
    V value = reader.read(bytes);
    known.put(key, new Known<>(bytes.clone(), value));
    return value;
  }
}
