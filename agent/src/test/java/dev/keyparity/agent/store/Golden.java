package dev.keyparity.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

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
   * does not know, a missing one, and any bytes that were cut.
   */
  public static <T> void check(String name, byte[] written, Reader<T> reader, T value)
      throws Exception {
    byte[] golden = bytes(name, written);
    assertThat(new String(written, StandardCharsets.UTF_8))
        .isEqualTo(new String(golden, StandardCharsets.UTF_8));
    assertThat(reader.read(golden)).isEqualTo(value);
    checkRefusals(golden, reader);
  }

  /** The refusals alone. */
  public static <T> void checkRefusals(byte[] golden, Reader<T> reader) {
    String text = new String(golden, StandardCharsets.UTF_8);
    assertThat(text).containsPattern("\"format\":\"keyparity\\.[a-z-]+/1\"");
    refuses(reader, text.replaceFirst("(\"format\":\"keyparity\\.[a-z-]+)/1\"", "$1/2\""));
    refuses(reader, text.substring(0, text.lastIndexOf('}')) + ",\"zz_unknown\":1}");
    refuses(reader, text.replaceFirst("\"format\":\"[^\"]*\",?", ""));
    for (int cut = 0; cut < text.length(); cut += 7) {
      refuses(reader, text.substring(0, cut));
    }
    refuses(reader, text + " ");
  }

  private static <T> void refuses(Reader<T> reader, String text) {
    assertThatThrownBy(() -> reader.read(text.getBytes(StandardCharsets.UTF_8)))
        .as(text)
        .isInstanceOf(Exception.class);
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
