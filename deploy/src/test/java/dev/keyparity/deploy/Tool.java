package dev.keyparity.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A tool of the operating system that judges what is shipped. A developer may lack it: then the
 * test is skipped and says which package brings it; in CI its absence is a failure.
 */
record Tool(String name, String debianPackage) {
  static final Tool PROMTOOL = new Tool("promtool", "prometheus");
  static final Tool SYSTEMD_ANALYZE = new Tool("systemd-analyze", "systemd");

  /** What it said when it accepted its input; fails with what it said otherwise. */
  String accepts(Path directory, String... arguments) throws IOException, InterruptedException {
    String missing = "%s is not installed (Debian package %s)".formatted(name, debianPackage);
    if (System.getenv("CI") == null) {
      assumeTrue(isInstalled(), missing);
    }
    assertThat(isInstalled()).as(missing).isTrue();
    List<String> command = Stream.concat(Stream.of(name), Stream.of(arguments)).toList();
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s said: %s", command, said).isZero();
    return said;
  }

  private boolean isInstalled() {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, name))
        .anyMatch(Files::isExecutable);
  }
}
