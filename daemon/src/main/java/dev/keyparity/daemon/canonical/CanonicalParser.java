package dev.keyparity.daemon.canonical;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A recursive-descent reader of the canonical subset; depth-bounded, single use. */
final class CanonicalParser {
  private final CharBuffer in;

  CanonicalParser(byte[] bytes) throws MalformedRecord {
    try {
      // Reports overlong forms, encoded surrogates and cut sequences instead of replacing them.
      in =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw new MalformedRecord("record: not UTF-8", e);
    }
  }

  Json parse() throws MalformedRecord {
    Json value = value(0);
    if (in.hasRemaining()) {
      throw refuse("end of record");
    }
    return value;
  }

  private Json value(int depth) throws MalformedRecord {
    if (depth > CanonicalJson.MAX_DEPTH) {
      throw refuse("at most " + CanonicalJson.MAX_DEPTH + " levels");
    }
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> list(depth);
      case '"' -> new Json.Str(string());
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      default -> integer();
    };
  }

  private Json object(int depth) throws MalformedRecord {
    take('{');
    TreeMap<String, Json> fields = new TreeMap<>();
    if (peek() == '}') {
      take('}');
      return new Json.Obj(fields);
    }
    while (true) {
      String key = string();
      if (!fields.isEmpty() && fields.lastKey().compareTo(key) >= 0) {
        throw refuse("keys in order, each once");
      }
      take(':');
      fields.put(key, value(depth + 1));
      if (peek() == '}') {
        take('}');
        return new Json.Obj(fields);
      }
      take(',');
    }
  }

  private Json list(int depth) throws MalformedRecord {
    take('[');
    List<Json> items = new ArrayList<>();
    if (peek() == ']') {
      take(']');
      return new Json.Arr(items);
    }
    while (true) {
      items.add(value(depth + 1));
      if (peek() == ']') {
        take(']');
        return new Json.Arr(items);
      }
      take(',');
    }
  }

  private Json literal(String word, boolean value) throws MalformedRecord {
    for (int i = 0; i < word.length(); i++) {
      take(word.charAt(i));
    }
    return new Json.Bool(value);
  }

  private Json integer() throws MalformedRecord {
    int start = in.position();
    if (peek() == '-') {
      next();
    }
    while (in.hasRemaining() && in.get(in.position()) >= '0' && in.get(in.position()) <= '9') {
      next();
    }
    int end = in.position();
    String digits = in.duplicate().position(start).limit(end).toString();
    try {
      long value = Long.parseLong(digits);
      if (Long.toString(value).equals(digits)) {
        return new Json.Int(value);
      }
    } catch (IllegalArgumentException e) {
      // Not a number, too long, or past 2^53 - 1: all said in one sentence below.
    }
    throw refuse("a canonical value");
  }

  private String string() throws MalformedRecord {
    take('"');
    StringBuilder out = new StringBuilder();
    while (true) {
      takePlain(out);
      char c = next();
      if (c == '"') {
        return out.toString();
      }
      if (c < 0x20) {
        throw refuse("an escaped control character");
      }
      out.append(c == '\\' ? escape() : c);
    }
  }

  /** All up to the next character that is not simply itself. */
  private void takePlain(StringBuilder out) {
    // A decoder's buffer is its own array from the start.
    char[] all = in.array();
    int start = in.position();
    int end = start;
    while (end < in.limit() && isPlain(all[end])) {
      end++;
    }
    out.append(all, start, end - start);
    in.position(end);
  }

  private static boolean isPlain(char c) {
    return c >= 0x20 && c != '"' && c != '\\';
  }

  private char escape() throws MalformedRecord {
    char c = next();
    return switch (c) {
      case '"', '\\' -> c;
      case 'b' -> '\b';
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'f' -> '\f';
      case 'r' -> '\r';
      case 'u' -> controlEscape();
      default -> throw refuse("a canonical escape");
    };
  }

  private char controlEscape() throws MalformedRecord {
    take('0');
    take('0');
    int high = hex(next());
    int low = hex(next());
    int code = high * 16 + low;
    if (high < 0 || low < 0 || code >= 0x20) {
      throw refuse("an escape only where one is needed");
    }
    return (char) code;
  }

  private static int hex(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }

  private char peek() throws MalformedRecord {
    if (!in.hasRemaining()) {
      throw refuse("more");
    }
    return in.get(in.position());
  }

  private char next() throws MalformedRecord {
    if (!in.hasRemaining()) {
      throw refuse("more");
    }
    return in.get();
  }

  private void take(char wanted) throws MalformedRecord {
    if (next() != wanted) {
      in.position(in.position() - 1);
      throw refuse("'" + wanted + "'");
    }
  }

  private MalformedRecord refuse(String expected) {
    return new MalformedRecord(
        "record: not canonical at character " + in.position() + " (expected: " + expected + ")");
  }
}
