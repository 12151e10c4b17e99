package dev.keyparity.testbed.lab.kms;

import dev.keyparity.testbed.lab.process.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Hadoop's configuration files: a list of names and values in XML. */
final class SiteXml {
  private SiteXml() {}

  /** Writes the file anew, readable by its owner only, because some values are secret. */
  static void write(Path file, String about, Map<String, String> properties) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<!-- ").append(about).append(" -->\n<configuration>\n");
    properties.forEach(
        (name, value) ->
            xml.append("  <property>\n    <name>")
                .append(escaped(name))
                .append("</name>\n    <value>")
                .append(escaped(value))
                .append("</value>\n  </property>\n"));
    xml.append("</configuration>\n");
    writeOwnerOnly(file, xml.toString());
  }

  static void writeOwnerOnly(Path file, String text) {
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "writing " + file, e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
