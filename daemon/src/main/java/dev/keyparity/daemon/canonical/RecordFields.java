package dev.keyparity.daemon.canonical;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one stored record, handed out by name and type. {@link #end()} refuses fields that
 * nobody asked for, so that a reader never passes over what it does not understand. Not
 * thread-safe; single use.
 */
public final class RecordFields {
  private final String what;
  private final SortedMap<String, Json> fields;
  private final Set<String> taken = new HashSet<>();

  private RecordFields(String what, SortedMap<String, Json> fields) {
    this.what = what;
    this.fields = fields;
  }

  /**
   * @param what what the record is, for messages, such as {@code warrant}
   */
  public static RecordFields of(String what, Json.Obj object) {
    return new RecordFields(what, object.fields());
  }

  /** Takes the field {@code format} and refuses any other value than the given one. */
  public RecordFields format(String expected) throws MalformedRecord {
    String given = string("format");
    if (!given.equals(expected)) {
      throw new MalformedRecord(what + ": format: " + given + " (expected: " + expected + ")");
    }
    return this;
  }

  public String string(String name) throws MalformedRecord {
    return require(name, optionalString(name));
  }

  public Optional<String> optionalString(String name) throws MalformedRecord {
    Json value = take(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Json.Str string) {
      return Optional.of(string.value());
    }
    throw wrong(name, "a string");
  }

  public long integer(String name) throws MalformedRecord {
    if (take(name) instanceof Json.Int integer) {
      return integer.value();
    }
    throw wrong(name, "an integer");
  }

  public boolean bool(String name) throws MalformedRecord {
    if (take(name) instanceof Json.Bool bool) {
      return bool.value();
    }
    throw wrong(name, "true or false");
  }

  /** An instant in the one spelling {@link Instant#toString()} gives. */
  public Instant instant(String name) throws MalformedRecord {
    String text = string(name);
    try {
      Instant instant = Instant.parse(text);
      if (instant.toString().equals(text)) {
        return instant;
      }
    } catch (DateTimeException e) {
      throw new MalformedRecord(what + ": " + name + ": not a time", e);
    }
    throw wrong(name, "a UTC time as in 2026-11-24T14:02:03Z");
  }

  public List<String> strings(String name) throws MalformedRecord {
    List<String> values = new ArrayList<>();
    for (Json item : list(name)) {
      if (!(item instanceof Json.Str string)) {
        throw wrong(name, "a list of strings");
      }
      values.add(string.value());
    }
    return List.copyOf(values);
  }

  /** An object whose values are all strings. */
  public SortedMap<String, String> stringMap(String name) throws MalformedRecord {
    if (!(take(name) instanceof Json.Obj object)) {
      throw wrong(name, "an object of strings");
    }
    TreeMap<String, String> values = new TreeMap<>();
    for (Map.Entry<String, Json> field : object.fields().entrySet()) {
      if (!(field.getValue() instanceof Json.Str string)) {
        throw wrong(name + "." + field.getKey(), "a string");
      }
      values.put(field.getKey(), string.value());
    }
    return Collections.unmodifiableSortedMap(values);
  }

  /** Empty where there is no such field; what is there must be an object. */
  public Optional<RecordFields> optionalRecord(String name) throws MalformedRecord {
    return take(name) == null ? Optional.empty() : Optional.of(record(name));
  }

  public RecordFields record(String name) throws MalformedRecord {
    if (take(name) instanceof Json.Obj object) {
      return new RecordFields(what + "." + name, object.fields());
    }
    throw wrong(name, "an object");
  }

  public List<RecordFields> records(String name) throws MalformedRecord {
    List<RecordFields> records = new ArrayList<>();
    for (Json item : list(name)) {
      if (!(item instanceof Json.Obj object)) {
        throw wrong(name, "a list of objects");
      }
      records.add(
          new RecordFields(what + "." + name + "[" + records.size() + "]", object.fields()));
    }
    return List.copyOf(records);
  }

  /** Refuses the record if it has a field that was not taken. */
  public void end() throws MalformedRecord {
    for (String name : fields.keySet()) {
      if (!taken.contains(name)) {
        throw new MalformedRecord(what + ": unknown field: " + name);
      }
    }
  }

  private List<Json> list(String name) throws MalformedRecord {
    if (take(name) instanceof Json.Arr list) {
      return list.items();
    }
    throw wrong(name, "a list");
  }

  private @Nullable Json take(String name) {
    taken.add(name);
    return fields.get(name);
  }

  private <T> T require(String name, Optional<T> value) throws MalformedRecord {
    return value.orElseThrow(() -> new MalformedRecord(what + ": missing field: " + name));
  }

  private MalformedRecord wrong(String name, String expected) {
    String problem = fields.containsKey(name) ? "wrong type" : "missing";
    return new MalformedRecord(
        what + ": " + name + ": " + problem + " (expected: " + expected + ")");
  }
}
