package dev.keyparity.agent.settings;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where in the text of a site file its properties stand. It knows tags, comments, CDATA and
 * processing instructions, and nothing of what they mean; whoever uses it holds what it found
 * against {@link SiteParser}.
 */
final class SiteScanner {

  /**
   * Where one property's value stands.
   *
   * @param valueFrom first character of the value's text
   * @param valueTo behind its last; for an empty element {@code <value/>} both are its borders
   * @param emptyElement whether it is {@code <value/>}
   */
  record Place(int valueFrom, int valueTo, boolean emptyElement) {}

  private final String text;
  private int at;
  private final List<String> open = new ArrayList<>();
  private final List<Place> values = new ArrayList<>();
  private int configurationEnd = -1;
  private boolean emptyConfiguration;
  private int valueFrom = -1;
  private @Nullable Place value;

  private SiteScanner(String text) {
    this.text = text;
  }

  static SiteScanner scan(String text) throws MalformedSiteFile {
    SiteScanner scanner = new SiteScanner(text);
    scanner.run();
    return scanner;
  }

  /** The values of the properties that have one, in order. */
  List<Place> values() {
    return List.copyOf(values);
  }

  /** Where {@code </configuration>} begins, or {@code <configuration/>}. */
  int configurationEnd() {
    return configurationEnd;
  }

  /** Whether it is {@code <configuration/>}. */
  boolean hasEmptyConfiguration() {
    return emptyConfiguration;
  }

  private void run() throws MalformedSiteFile {
    while (true) {
      int tag = text.indexOf('<', at);
      if (tag < 0) {
        break;
      }
      at = tag;
      if (!skip("<!--", "-->") && !skip("<![CDATA[", "]]>") && !skip("<?", "?>")) {
        tag(tag);
      }
    }
    if (configurationEnd < 0 || !open.isEmpty()) {
      throw new MalformedSiteFile("no <configuration> that ends");
    }
  }

  private boolean skip(String begin, String end) throws MalformedSiteFile {
    if (!text.startsWith(begin, at)) {
      return false;
    }
    int to = text.indexOf(end, at + begin.length());
    if (to < 0) {
      throw new MalformedSiteFile("character " + at + ": " + begin + " without " + end);
    }
    at = to + end.length();
    return true;
  }

  private void tag(int from) throws MalformedSiteFile {
    int to = text.indexOf('>', from);
    if (to < 0 || text.startsWith("<!", from)) {
      throw new MalformedSiteFile("character " + from + ": a tag that does not end");
    }
    at = to + 1;
    String inside = text.substring(from + 1, to);
    // A '>' inside an attribute's value would end the tag too early; the two readers then disagree.
    if (inside.contains("<")) {
      throw new MalformedSiteFile("character " + from + ": a tag within a tag");
    }
    if (inside.startsWith("/")) {
      end(inside.substring(1).strip(), from);
    } else if (inside.endsWith("/")) {
      empty(name(inside.substring(0, inside.length() - 1)), from, at);
    } else {
      begin(name(inside));
    }
  }

  private static String name(String inside) {
    return inside.strip().split("\\s", 2)[0];
  }

  private void begin(String name) {
    open.add(name);
    if (isAt("configuration", "property", "value")) {
      valueFrom = at;
    }
  }

  private void empty(String name, int from, int to) {
    open.add(name);
    if (isAt("configuration")) {
      configurationEnd = from;
      emptyConfiguration = true;
    } else if (isAt("configuration", "property", "value")) {
      value = new Place(from, to, true);
    }
    open.remove(open.size() - 1);
  }

  private void end(String name, int from) throws MalformedSiteFile {
    if (open.isEmpty() || !open.get(open.size() - 1).equals(name)) {
      throw new MalformedSiteFile("character " + from + ": </" + name + "> without its beginning");
    }
    if (isAt("configuration", "property", "value")) {
      value = new Place(valueFrom, from, false);
    } else if (isAt("configuration", "property")) {
      if (value != null) {
        values.add(value);
      }
      value = null;
    } else if (isAt("configuration")) {
      configurationEnd = from;
    }
    open.remove(open.size() - 1);
  }

  private boolean isAt(String... path) {
    return open.equals(List.of(path));
  }
}
