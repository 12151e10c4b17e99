package dev.keyparity.coordinator.statuspage;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One HTML element with what is in it. Whatever is put in as text or as an attribute's value is
 * escaped on the way out; names of elements and attributes are this package's own words. What comes
 * out is well-formed XML too, so that tests can read it with a parser that forgives nothing.
 */
final class Html {
  private static final Set<String> VOID = Set.of("meta", "link", "wbr");

  /** Each begins a line: for whoever reads the source. */
  private static final Set<String> BLOCK =
      Set.of(
          "html",
          "head",
          "body",
          "header",
          "main",
          "footer",
          "section",
          "div",
          "h1",
          "h2",
          "h3",
          "p",
          "ul",
          "ol",
          "li",
          "table",
          "caption",
          "thead",
          "tbody",
          "tr",
          "th",
          "td",
          "details",
          "summary",
          "meta",
          "link",
          "title",
          "style",
          "script",
          "noscript");

  private static final String REPLACEMENT = "\ufffd";

  private final String name;
  private final StringBuilder attributes = new StringBuilder();
  private final List<Object> children = new ArrayList<>();

  private Html(String name) {
    this.name = name;
  }

  /** Markup that this package wrote, put in as it is: its own style and script. */
  private record Verbatim(String markup) {}

  static Html of(String name) {
    return new Html(name);
  }

  static Html of(String name, String text) {
    return new Html(name).text(text);
  }

  Html with(String attribute, String value) {
    attributes.append(' ').append(attribute).append("=\"").append(escaped(value)).append('"');
    return this;
  }

  /** One without a value, such as {@code open}. */
  Html with(String attribute) {
    return with(attribute, "");
  }

  Html text(String text) {
    children.add(text);
    return this;
  }

  Html add(Html... elements) {
    children.addAll(List.of(elements));
    return this;
  }

  Html add(List<Html> elements) {
    children.addAll(elements);
    return this;
  }

  /** For the content of {@code style} and {@code script}, where nothing is escaped. */
  Html verbatim(String own) {
    if (own.contains("</")) {
      throw new IllegalArgumentException(name + ": holds </ (expected: nothing that ends it)");
    }
    children.add(new Verbatim(own));
    return this;
  }

  String document() {
    StringBuilder out = new StringBuilder(16_384).append("<!DOCTYPE html>");
    write(out, 0);
    return out.append('\n').toString();
  }

  private void write(StringBuilder out, int depth) {
    boolean block = BLOCK.contains(name);
    if (block) {
      out.append('\n').append(" ".repeat(depth));
    }
    out.append('<').append(name).append(attributes);
    if (VOID.contains(name)) {
      out.append("/>");
      return;
    }
    out.append('>');
    boolean holdsBlocks = false;
    for (Object child : children) {
      if (child instanceof Html element) {
        holdsBlocks |= BLOCK.contains(element.name);
        element.write(out, depth + 1);
      } else if (child instanceof Verbatim own) {
        out.append(own.markup());
      } else {
        out.append(escaped((String) child));
      }
    }
    if (block && holdsBlocks) {
      out.append('\n').append(" ".repeat(depth));
    }
    out.append("</").append(name).append('>');
  }

  /**
   * Characters that mean something to HTML become entities. Control characters, and those that turn
   * the direction of writing so that a text reads as another, are shown as unreadable.
   */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n', '\r', '\t' -> out.append(' ');
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> {
                  if (isPlain(c)) {
                    out.appendCodePoint(c);
                  } else {
                    out.append(REPLACEMENT);
                  }
                }
              }
            });
    return out.toString();
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
      default -> true;
    };
  }
}
