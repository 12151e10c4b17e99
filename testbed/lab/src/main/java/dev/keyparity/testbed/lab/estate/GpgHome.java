package dev.keyparity.testbed.lab.estate;

import dev.keyparity.testbed.lab.process.Command;
import dev.keyparity.testbed.lab.process.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A home of gpg's with one secret key, gone when closed. Under /tmp: a socket's path must be short.
 */
public final class GpgHome implements AutoCloseable {
  private final Path home;

  private GpgHome(Path home) {
    this.home = home;
  }

  public static GpgHome withSecretKey(Path armoured) {
    try {
      GpgHome gpg = new GpgHome(Files.createTempDirectory("keyparity-demo-"));
      gpg.run("gpg", "--batch", "--quiet", "--import", armoured.toString());
      return gpg;
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "making a home for gpg", e);
    }
  }

  public void run(String... command) {
    Command.run(List.of(command), Map.of("GNUPGHOME", home.toString()), Duration.ofMinutes(1))
        .orThrow();
  }

  @Override
  public void close() {
    run("gpgconf", "--homedir", home.toString(), "--kill", "all");
    Command.run(List.of("rm", "-rf", home.toString())).orThrow();
  }
}
