package dev.keyparity.cli;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/** Which keyparity this is, on which Java. */
record VersionView(String version, String java) implements View {

  static VersionView ofThis() {
    Properties properties = new Properties();
    try (InputStream in = VersionView.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("reading version.properties from our own jar", e);
    }
    return new VersionView(properties.getProperty("version"), Runtime.version().toString());
  }

  @Override
  public Document document() {
    return Document.schema("keyparity.version/1").put("version", version).put("java", java).build();
  }

  @Override
  public List<String> lines(Page page) {
    return List.of("keyparity %s (Java %s)".formatted(version, java));
  }
}
