package dev.keyparity.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What {@code make dist} packs, unpacked.
 *
 * @param home where
 */
record Distribution(Path home) {

  /** How a process ended. */
  record Result(int exit, String said) {}

  static Distribution unpack(Path directory) throws IOException, InterruptedException {
    Path archive;
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      archive =
          files
              .filter(file -> file.toString().endsWith(".tar.gz"))
              .findFirst()
              .orElseThrow()
              .toAbsolutePath();
    }
    Path home = Files.createDirectory(directory.resolve("keyparity"));
    Distribution unpacked = new Distribution(home);
    assertThat(
            unpacked
                .run(
                    Map.of(),
                    "tar",
                    "--extract",
                    "--strip-components=1",
                    "--file",
                    archive.toString())
                .exit())
        .isZero();
    return unpacked;
  }

  String bin(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  Result run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), said);
  }
}
