package dev.keyparity.cli.console;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/** Writes documents as JSON (RFC 8259): indented for people's eyes, or one line a document. */
public final class JsonText {
  private final StringBuilder out = new StringBuilder();
  private final boolean indented;

  private JsonText(boolean indented) {
    this.indented = indented;
  }

  public static String pretty(Document document) {
    return new JsonText(true).write(document);
  }

  /** One line, ended by a newline, for streams of documents. */
  public static String line(Document document) {
    return new JsonText(false).write(document);
  }

  private String write(Document document) {
    value(document, 0);
    return out.append('\n').toString();
  }

  private void value(Document value, int depth) {
    if (value instanceof Document.Fields fields) {
      fields(fields, depth);
    } else if (value instanceof Document.Items items) {
      items(items, depth);
    } else {
      out.append(scalar(value));
    }
  }

  /** The spelling of a text, number, truth or null. */
  static String scalar(Document value) {
    if (value instanceof Document.Text text) {
      return quoted(text.value());
    } else if (value instanceof Document.Whole whole) {
      return Long.toString(whole.value());
    } else if (value instanceof Document.Truth truth) {
      return Boolean.toString(truth.value());
    }
    return "null";
  }

  private void fields(Document.Fields fields, int depth) {
    Iterator<Map.Entry<String, Document>> entries = fields.byName().entrySet().iterator();
    if (!entries.hasNext()) {
      out.append("{}");
      return;
    }
    out.append('{');
    while (entries.hasNext()) {
      Map.Entry<String, Document> entry = entries.next();
      newLine(depth + 1);
      out.append(quoted(entry.getKey())).append(indented ? ": " : ":");
      value(entry.getValue(), depth + 1);
      out.append(entries.hasNext() ? "," : "");
    }
    newLine(depth);
    out.append('}');
  }

  private void items(Document.Items items, int depth) {
    if (items.list().isEmpty()) {
      out.append("[]");
      return;
    }
    out.append('[');
    Iterator<Document> list = items.list().iterator();
    while (list.hasNext()) {
      newLine(depth + 1);
      value(list.next(), depth + 1);
      out.append(list.hasNext() ? "," : "");
    }
    newLine(depth);
    out.append(']');
  }

  private void newLine(int depth) {
    if (indented) {
      out.append('\n').append("  ".repeat(depth));
    }
  }

  /** RFC 8259 section 7; control characters and the marks of ink never leave raw. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < 0x20 || (c >= 0x7f && c < 0xa0) || Character.isSurrogate(c)) {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
