package dev.keyparity.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files under {@code src/test/resources/golden}: what stored formats look like, byte for byte. A
 * test compares with them; {@code -Dkeyparity.golden.write=true} writes them anew, for a new format
 * number only.
 */
public final class Golden {
  private Golden() {}

  /** The golden bytes, or the actual ones when they are being written. */
  public static byte[] bytes(String name, byte[] actual) {
    if (Boolean.getBoolean("keyparity.golden.write")) {
      try {
        Files.write(Path.of("src/test/resources/golden", name), actual);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return actual;
    }
    return bytes(name);
  }

  public static byte[] bytes(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
      if (in == null) {
        throw new IllegalStateException("golden file: " + name + " (expected: present)");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
