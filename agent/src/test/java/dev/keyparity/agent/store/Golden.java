package dev.keyparity.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Stored formats held against files that must never change. */
public final class Golden {

  /** A reader that may refuse. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(byte[] bytes) throws Exception;
  }

  private Golden() {}

  /**
   * The writer gives these bytes; the reader takes them, and refuses another version, a field it
   * does not know, any missing one, rubbish, and any bytes that were cut.
   */
  public static <T> void check(String name, byte[] written, Reader<T> reader, T value)
      throws Exception {
    check(name, written, reader, value, "");
  }

  /**
   * The same of a record that is read where it lies.
   *
   * @param where what every refusal must say
   */
  public static <T> void check(String name, byte[] written, Reader<T> reader, T value, String where)
      throws Exception {
    byte[] golden = bytes(name, written);
    assertThat(new String(written, StandardCharsets.UTF_8))
        .isEqualTo(new String(golden, StandardCharsets.UTF_8));
    assertThat(reader.read(golden)).isEqualTo(value);
    checkRefusals(golden, reader, where);
  }

  private static <T> void checkRefusals(byte[] golden, Reader<T> reader, String where)
      throws Exception {
    String text = new String(golden, StandardCharsets.UTF_8);
    assertThat(text).containsPattern("\"format\":\"keyparity\\.[a-z-]+/1\"");
    List<String> refused = new ArrayList<>(List.of("", "rubbish", text + " "));
    refused.add(text.replaceFirst("(\"format\":\"keyparity\\.[a-z-]+)/1\"", "$1/2\""));
    refused.add(text.substring(0, text.lastIndexOf('}')) + ",\"zz_unknown\":1}");
    SortedMap<String, Json> fields = ((Json.Obj) CanonicalJson.parse(golden)).fields();
    for (String name : fields.keySet()) {
      TreeMap<String, Json> fewer = new TreeMap<>(fields);
      fewer.remove(name);
      refused.add(CanonicalJson.encodeText(new Json.Obj(fewer)));
    }
    for (int cut = 1; cut < text.length(); cut += 7) {
      refused.add(text.substring(0, cut));
    }
    refused.forEach(it -> refuses(reader, it, where));
  }

  private static <T> void refuses(Reader<T> reader, String text, String where) {
    assertThatThrownBy(() -> reader.read(text.getBytes(StandardCharsets.UTF_8)))
        .as(text)
        .isInstanceOf(Exception.class)
        .hasMessageContaining(where);
  }

  private static byte[] bytes(String name, byte[] written) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
      if (in == null) {
        // A new format: the file is made to be looked at, and the test fails until it is kept.
        Path made = Path.of("target", "golden", name);
        Files.createDirectories(made.getParent());
        Files.write(made, written);
        throw new AssertionError("no golden file " + name + "; look at " + made.toAbsolutePath());
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
