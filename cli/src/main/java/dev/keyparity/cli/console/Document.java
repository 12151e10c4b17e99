package dev.keyparity.cli.console;

import dev.keyparity.wording.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A result for programs: JSON's values, fields in the order they were put. Immutable.
 *
 * <p>Times are RFC 3339 in UTC, durations whole milliseconds under names that end in {@code _ms}; a
 * field without a value is null, never left out, so that a schema has one shape.
 */
public sealed interface Document {

  record Fields(Map<String, Document> byName) implements Document {
    public Fields {
      byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }
  }

  record Items(List<Document> list) implements Document {
    public Items {
      list = List.copyOf(list);
    }
  }

  record Text(String value) implements Document {}

  record Whole(long value) implements Document {}

  record Truth(boolean value) implements Document {}

  record Nothing() implements Document {}

  Document NOTHING = new Nothing();

  static Document text(@Nullable String value) {
    return value == null ? NOTHING : new Text(value);
  }

  static Document time(@Nullable Instant value) {
    return value == null ? NOTHING : new Text(Times.rfc3339(value));
  }

  static Document texts(Collection<String> values) {
    return items(values, Text::new);
  }

  static <T> Document items(Collection<T> values, Function<T, Document> each) {
    List<Document> list = new ArrayList<>(values.size());
    values.forEach(value -> list.add(each.apply(value)));
    return new Items(list);
  }

  /** Starts a whole result: its schema stands first. */
  static Builder schema(String schema) {
    return fields().put("schema", schema);
  }

  static Builder fields() {
    return new Builder();
  }

  /** Collects fields; a name given twice is a fault of the caller. */
  final class Builder {
    private final Map<String, Document> byName = new LinkedHashMap<>();

    private Builder() {}

    public Builder put(String name, Document value) {
      if (byName.putIfAbsent(name, value) != null) {
        throw new IllegalArgumentException("field: " + name + " (expected: once)");
      }
      return this;
    }

    public Builder put(String name, @Nullable String value) {
      return put(name, text(value));
    }

    public Builder put(String name, long value) {
      return put(name, new Whole(value));
    }

    public Builder put(String name, boolean value) {
      return put(name, new Truth(value));
    }

    public Builder put(String name, @Nullable Instant value) {
      return put(name, time(value));
    }

    /** The name must end in {@code _ms}. */
    public Builder put(String name, Duration value) {
      if (!name.endsWith("_ms")) {
        throw new IllegalArgumentException("field: " + name + " (expected: a name in _ms)");
      }
      return put(name, value.toMillis());
    }

    public Fields build() {
      return new Fields(byName);
    }
  }
}
