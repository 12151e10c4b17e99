package dev.keyparity.cli.console;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes documents as block YAML 1.2. Only texts that no YAML version could take for anything else
 * stand bare; all others are quoted as JSON, which YAML includes.
 */
public final class YamlText {
  /** Starts with a letter or a slash and holds nothing that YAML gives a meaning to. */
  private static final Pattern BARE = Pattern.compile("[A-Za-z/][A-Za-z0-9 /._@-]*[A-Za-z0-9]");

  /** Words that YAML 1.1 readers take for truths or nulls. */
  private static final Pattern RESERVED =
      Pattern.compile("(?i)true|false|yes|no|on|off|null|y|n|nan");

  private final StringBuilder out = new StringBuilder();

  private YamlText() {}

  public static String of(Document document) {
    YamlText text = new YamlText();
    text.block(document, 0);
    return text.out.toString();
  }

  private void block(Document value, int depth) {
    if (value instanceof Document.Fields fields && !fields.byName().isEmpty()) {
      for (Map.Entry<String, Document> entry : fields.byName().entrySet()) {
        out.append("  ".repeat(depth)).append(text(entry.getKey())).append(':');
        nested(entry.getValue(), depth);
      }
    } else if (value instanceof Document.Items items && !items.list().isEmpty()) {
      for (Document item : items.list()) {
        out.append("  ".repeat(depth)).append('-');
        item(item, depth);
      }
    } else {
      out.append("  ".repeat(depth)).append(inline(value)).append('\n');
    }
  }

  private void nested(Document value, int depth) {
    if (isBlock(value)) {
      out.append('\n');
      block(value, depth + 1);
    } else {
      out.append(' ').append(inline(value)).append('\n');
    }
  }

  /** The first field of an item stands on the line of its dash. */
  private void item(Document value, int depth) {
    if (!isBlock(value)) {
      out.append(' ').append(inline(value)).append('\n');
      return;
    }
    int start = out.length();
    block(value, depth + 1);
    // The indentation of the first line is as wide as the dash and the space that replace it.
    out.replace(start, start + 2 * (depth + 1), " ");
  }

  private static boolean isBlock(Document value) {
    return (value instanceof Document.Fields fields && !fields.byName().isEmpty())
        || (value instanceof Document.Items items && !items.list().isEmpty());
  }

  private static String inline(Document value) {
    if (value instanceof Document.Fields) {
      return "{}";
    } else if (value instanceof Document.Items) {
      return "[]";
    } else if (value instanceof Document.Text text) {
      return text(text.value());
    }
    return JsonText.scalar(value);
  }

  private static String text(String value) {
    boolean bare = BARE.matcher(value).matches() && !RESERVED.matcher(value).matches();
    return bare ? value : JsonText.quoted(value);
  }
}
