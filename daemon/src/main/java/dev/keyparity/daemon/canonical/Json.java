package dev.keyparity.daemon.canonical;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A JSON value as canonical records know it: objects, lists, strings, integers and booleans. There
 * are no nulls (a field that has no value is left out) and no fractions. Immutable.
 */
public sealed interface Json {

  /** An object; its keys are ordered by UTF-16 code units, as RFC 8785 section 3.2.3 has it. */
  record Obj(SortedMap<String, Json> fields) implements Json {
    public Obj {
      TreeMap<String, Json> copy = new TreeMap<>();
      copy.putAll(fields);
      fields = Collections.unmodifiableSortedMap(copy);
    }
  }

  record Arr(List<Json> items) implements Json {
    public Arr {
      items = List.copyOf(items);
    }
  }

  record Str(String value) implements Json {}

  /** An integer within ±(2^53 − 1), the range every JSON reader keeps exactly (RFC 7493). */
  record Int(long value) implements Json {
    static final long LIMIT = (1L << 53) - 1;

    public Int {
      if (value > LIMIT || value < -LIMIT) {
        throw new IllegalArgumentException("integer: " + value + " (expected: within 2^53 - 1)");
      }
    }
  }

  record Bool(boolean value) implements Json {}

  static Json of(String value) {
    return new Str(value);
  }

  static Json of(long value) {
    return new Int(value);
  }

  static Json of(boolean value) {
    return new Bool(value);
  }

  static Json strings(Collection<String> values) {
    List<Json> items = new ArrayList<>(values.size());
    values.forEach(value -> items.add(new Str(value)));
    return new Arr(items);
  }

  static Json strings(Map<String, String> values) {
    TreeMap<String, Json> fields = new TreeMap<>();
    values.forEach((key, value) -> fields.put(key, new Str(value)));
    return new Obj(fields);
  }

  static ObjectBuilder object() {
    return new ObjectBuilder();
  }

  /** Builds an object field by field; a key given twice is a fault of the caller. */
  final class ObjectBuilder {
    private final TreeMap<String, Json> fields = new TreeMap<>();

    private ObjectBuilder() {}

    public ObjectBuilder put(String key, Json value) {
      if (fields.putIfAbsent(key, value) != null) {
        throw new IllegalArgumentException("field: " + key + " (expected: once)");
      }
      return this;
    }

    public ObjectBuilder put(String key, String value) {
      return put(key, new Str(value));
    }

    public ObjectBuilder put(String key, long value) {
      return put(key, new Int(value));
    }

    public ObjectBuilder put(String key, boolean value) {
      return put(key, new Bool(value));
    }

    public Obj build() {
      return new Obj(fields);
    }
  }
}
