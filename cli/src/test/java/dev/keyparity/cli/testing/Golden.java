package dev.keyparity.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that hold what a screen or document must be, byte for byte, under {@code
 * src/test/resources/golden}. Run with {@code -Dkeyparity.golden.update=true} to write them anew,
 * and read the difference before committing it.
 */
public final class Golden {
  private static final Path DIRECTORY = Path.of("src/test/resources/golden");

  private Golden() {}

  public static void assertMatches(String name, String actual) {
    assertFile(DIRECTORY.resolve(name), actual);
  }

  /** The same for a file elsewhere, such as a page of the reference. */
  public static void assertFile(Path file, String actual) {
    try {
      if (Boolean.getBoolean("keyparity.golden.update")) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Files.writeString(file, actual);
        return;
      }
      assertThat(file).as("golden file %s", file).isRegularFile();
      assertThat(actual).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("golden file " + file, e);
    }
  }
}
