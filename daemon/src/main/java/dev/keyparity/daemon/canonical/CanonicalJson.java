package dev.keyparity.daemon.canonical;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;

/**
 * The canonical byte form of {@link Json} and its strict reader.
 *
 * <p>Writing: UTF-8, no white space, keys sorted by UTF-16 code units, the shortest escapes of RFC
 * 8785 section 3.2.2.2, integers in plain decimal. Reading accepts exactly the bytes that writing
 * the result gives back, at most {@link #MAX_BYTES} long and {@link #MAX_DEPTH} deep; duplicate
 * keys, lone surrogates, overlong UTF-8 and anything behind the value are refused. Strings are kept
 * as they are: no Unicode normalization, so two strings that only look alike stay different.
 */
public final class CanonicalJson {
  /** Longest record read: 4 MiB, far above the largest plan. */
  public static final int MAX_BYTES = 4 << 20;

  public static final int MAX_DEPTH = 32;

  private CanonicalJson() {}

  public static byte[] encode(Json value) {
    return encodeText(value).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The same as text.
   *
   * @throws IllegalArgumentException for a string with a lone surrogate, which has no UTF-8 form
   */
  public static String encodeText(Json value) {
    StringBuilder out = new StringBuilder(256);
    write(value, out);
    return out.toString();
  }

  /** Reads one value that takes up all of the given bytes. */
  public static Json parse(byte[] bytes) throws MalformedRecord {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedRecord(
          "record: " + bytes.length + " bytes (expected: at most " + MAX_BYTES + ")");
    }
    Json value = new CanonicalParser(bytes).parse();
    // The parser already refuses every other spelling it knows of; this makes it a certainty.
    if (!Arrays.equals(encode(value), bytes)) {
      throw new MalformedRecord("record: not in canonical form");
    }
    return value;
  }

  /** Reads one object and hands out its fields once each. */
  public static RecordFields parseRecord(byte[] bytes, String what) throws MalformedRecord {
    if (parse(bytes) instanceof Json.Obj object) {
      return RecordFields.of(what, object);
    }
    throw new MalformedRecord(what + ": not an object");
  }

  private static void write(Json value, StringBuilder out) {
    if (value instanceof Json.Obj object) {
      writeObject(object, out);
    } else if (value instanceof Json.Arr list) {
      writeList(list, out);
    } else if (value instanceof Json.Str string) {
      writeString(string.value(), out);
    } else if (value instanceof Json.Int integer) {
      out.append(integer.value());
    } else if (value instanceof Json.Bool bool) {
      out.append(bool.value());
    }
  }

  private static void writeObject(Json.Obj object, StringBuilder out) {
    out.append('{');
    Iterator<Map.Entry<String, Json>> fields = object.fields().entrySet().iterator();
    while (fields.hasNext()) {
      Map.Entry<String, Json> field = fields.next();
      writeString(field.getKey(), out);
      out.append(':');
      write(field.getValue(), out);
      if (fields.hasNext()) {
        out.append(',');
      }
    }
    out.append('}');
  }

  private static void writeList(Json.Arr list, StringBuilder out) {
    out.append('[');
    Iterator<Json> items = list.items().iterator();
    while (items.hasNext()) {
      write(items.next(), out);
      if (items.hasNext()) {
        out.append(',');
      }
    }
    out.append(']');
  }

  private static void writeString(String text, StringBuilder out) {
    out.append('"');
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        requirePair(text, i++);
      } else if (c < 0x20 || c == '"' || c == '\\') {
        out.append(text, written, i);
        writeEscaped(c, out);
        written = i + 1;
      }
    }
    if (written == 0) {
      // As a whole: a range of a sequence is copied character by character.
      out.append(text);
    } else {
      out.append(text, written, text.length());
    }
    out.append('"');
  }

  private static void requirePair(String text, int at) {
    boolean paired =
        Character.isHighSurrogate(text.charAt(at))
            && at + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(at + 1));
    if (!paired) {
      throw new IllegalArgumentException("string: lone surrogate at " + at);
    }
  }

  private static void writeEscaped(char c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> {
        out.append("\\u00").append(Character.forDigit(c >> 4, 16));
        out.append(Character.forDigit(c & 0xF, 16));
      }
    }
  }
}
