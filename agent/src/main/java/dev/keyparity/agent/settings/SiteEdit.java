package dev.keyparity.agent.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Properties of one file's text, and the same text with some of them changed. Pure. */
final class SiteEdit {
  private final String text;
  private final List<SiteProperty> properties;
  private final SiteScanner places;

  private SiteEdit(String text, List<SiteProperty> properties, SiteScanner places) {
    this.text = text;
    this.properties = properties;
    this.places = places;
  }

  static SiteEdit of(String text) throws MalformedSiteFile {
    List<SiteProperty> properties = SiteParser.parse(text);
    SiteScanner places = SiteScanner.scan(text);
    if (properties.size() != places.values().size()) {
      throw new MalformedSiteFile(
          "%d properties by one reader, %d by another"
              .formatted(properties.size(), places.values().size()));
    }
    return new SiteEdit(text, properties, places);
  }

  /** The property that counts: the first final one of that name, else the last. */
  Optional<SiteProperty> property(String name) {
    return index(properties, name).map(properties::get);
  }

  private static Optional<Integer> index(List<SiteProperty> properties, String name) {
    int last = -1;
    for (int i = 0; i < properties.size(); i++) {
      if (properties.get(i).name().equals(name)) {
        last = i;
        if (properties.get(i).isFinal()) {
          break;
        }
      }
    }
    return last < 0 ? Optional.empty() : Optional.of(last);
  }

  /**
   * The text in which these properties have these values and nothing else is changed.
   *
   * @throws FinalProperty if one is final and has another value
   */
  String with(SortedMap<String, String> wanted) throws MalformedSiteFile, FinalProperty {
    TreeMap<Integer, String> changes = new TreeMap<>();
    Map<String, String> added = new LinkedHashMap<>();
    for (Map.Entry<String, String> one : wanted.entrySet()) {
      Optional<Integer> index = index(properties, one.getKey());
      if (index.isEmpty()) {
        added.put(one.getKey(), one.getValue());
      } else if (!properties.get(index.get()).value().equals(one.getValue())) {
        if (properties.get(index.get()).isFinal()) {
          throw new FinalProperty(one.getKey());
        }
        changes.put(index.get(), one.getValue());
      }
    }
    String changed = apply(changes, added);
    check(changed, changes, added);
    return changed;
  }

  private String apply(NavigableMap<Integer, String> changes, Map<String, String> added) {
    StringBuilder result = new StringBuilder(text);
    // From the end, so that earlier places stay where they are.
    if (!added.isEmpty()) {
      insert(result, added);
    }
    changes
        .descendingMap()
        .forEach(
            (index, value) -> {
              SiteScanner.Place place = places.values().get(index);
              String written = escape(value);
              result.replace(
                  place.valueFrom(),
                  place.valueTo(),
                  place.emptyElement() ? "<value>" + written + "</value>" : written);
            });
    return result.toString();
  }

  private void insert(StringBuilder result, Map<String, String> added) {
    String newline = text.contains("\r\n") ? "\r\n" : "\n";
    StringBuilder block = new StringBuilder();
    added.forEach(
        (name, value) ->
            block
                .append("  <property>")
                .append(newline)
                .append("    <name>")
                .append(escape(name))
                .append("</name>")
                .append(newline)
                .append("    <value>")
                .append(escape(value))
                .append("</value>")
                .append(newline)
                .append("  </property>")
                .append(newline));
    int end = places.configurationEnd();
    if (places.hasEmptyConfiguration()) {
      int to = text.indexOf('>', end) + 1;
      result.replace(end, to, "<configuration>" + newline + block + "</configuration>");
      return;
    }
    boolean ownLine = end == 0 || text.charAt(end - 1) == '\n';
    result.insert(end, ownLine ? block : newline + block);
  }

  /** The result must mean what was wanted, and otherwise what it meant before. */
  private void check(String changed, Map<Integer, String> changes, Map<String, String> added)
      throws MalformedSiteFile {
    List<SiteProperty> expected = new ArrayList<>();
    for (int i = 0; i < properties.size(); i++) {
      SiteProperty before = properties.get(i);
      String value = changes.getOrDefault(i, before.value());
      expected.add(new SiteProperty(before.name(), value, before.isFinal()));
    }
    added.forEach((name, value) -> expected.add(new SiteProperty(name, value, false)));
    if (!SiteParser.parse(changed).equals(expected)) {
      throw new MalformedSiteFile("changed text does not mean what it should");
    }
  }

  private static String escape(String value) {
    return value
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\r", "&#13;");
  }

  /** A property that its file declares final has another value. */
  static final class FinalProperty extends Exception {
    private static final long serialVersionUID = 1L;

    FinalProperty(String name) {
      super(name);
    }
  }
}
