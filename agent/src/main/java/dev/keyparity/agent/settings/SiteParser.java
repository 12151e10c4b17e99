package dev.keyparity.agent.settings;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a site file means: its properties in order, as Hadoop's {@code Configuration} reads them. No
 * document type, no entity but XML's own five, no include, nothing fetched.
 */
final class SiteParser {
  private final XMLStreamReader xml;
  private final List<SiteProperty> properties = new ArrayList<>();

  private SiteParser(XMLStreamReader xml) {
    this.xml = xml;
  }

  static List<SiteProperty> parse(String text) throws MalformedSiteFile {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try {
      return new SiteParser(factory.createXMLStreamReader(new StringReader(bare))).file();
    } catch (XMLStreamException e) {
      // The parser's own message may quote the text, and with it a value.
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
      throw new MalformedSiteFile("line " + line + ": not well-formed XML");
    }
  }

  private List<SiteProperty> file() throws XMLStreamException, MalformedSiteFile {
    while (next() != XMLStreamConstants.START_ELEMENT) {
      refuseStrange();
    }
    if (!xml.getLocalName().equals("configuration")) {
      throw wrong("<" + xml.getLocalName() + "> (expected: <configuration>)");
    }
    for (int event = next(); event != XMLStreamConstants.END_ELEMENT; event = next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        property();
      }
    }
    while (xml.hasNext()) {
      next();
    }
    return List.copyOf(properties);
  }

  private void property() throws XMLStreamException, MalformedSiteFile {
    if (!xml.getLocalName().equals("property")) {
      // Hadoop reads nested configurations and includes; what they mean is not known here.
      throw wrong("<" + xml.getLocalName() + "> (expected: <property>)");
    }
    if (xml.getAttributeCount() > 0) {
      throw wrong("<property> with attributes (expected: elements)");
    }
    String name = null;
    String value = null;
    boolean isFinal = false;
    for (int event = next(); event != XMLStreamConstants.END_ELEMENT; event = next()) {
      if (event != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      switch (xml.getLocalName()) {
        case "name" -> name = once("name", name).strip();
        case "value" -> value = once("value", value);
        case "final" -> isFinal = "true".equals(text().strip());
        case "description", "source", "tag" -> text();
        default -> throw wrong("<" + xml.getLocalName() + "> in a <property>");
      }
    }
    if (name == null || name.isEmpty()) {
      throw wrong("<property> without a name");
    }
    if (value != null) {
      properties.add(new SiteProperty(name, value, isFinal));
    }
  }

  private String once(String element, @org.jspecify.annotations.Nullable String before)
      throws XMLStreamException, MalformedSiteFile {
    if (before != null) {
      throw wrong("<" + element + "> twice in one <property>");
    }
    return text();
  }

  private String text() throws XMLStreamException, MalformedSiteFile {
    String element = xml.getLocalName();
    StringBuilder text = new StringBuilder();
    for (int event = next(); event != XMLStreamConstants.END_ELEMENT; event = next()) {
      switch (event) {
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            text.append(xml.getText());
        case XMLStreamConstants.COMMENT -> {} // stands beside the value
        default -> throw wrong("something else than text in <" + element + ">");
      }
    }
    return text.toString();
  }

  private int next() throws XMLStreamException, MalformedSiteFile {
    int event = xml.next();
    refuseStrange();
    return event;
  }

  private void refuseStrange() throws MalformedSiteFile {
    switch (xml.getEventType()) {
      case XMLStreamConstants.DTD -> throw wrong("a document type (expected: none)");
      case XMLStreamConstants.ENTITY_REFERENCE -> throw wrong("an entity (expected: none)");
      default -> {} // what is known
    }
  }

  private MalformedSiteFile wrong(String what) {
    return new MalformedSiteFile("line " + xml.getLocation().getLineNumber() + ": " + what);
  }
}
