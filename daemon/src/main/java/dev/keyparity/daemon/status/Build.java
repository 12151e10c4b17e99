package dev.keyparity.daemon.status;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What runs here.
 *
 * @param version the project's version, as the build wrote it into the jar
 * @param javaVersion the running platform's
 */
public record Build(String version, String javaVersion) {
  public static Build current() {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("build.properties in our own jar", e);
    }
    return new Build(properties.getProperty("version", "unknown"), Runtime.version().toString());
  }
}
