package dev.keyparity.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code make dist} packs, unpacked and used. */
class DistributionIT {
  @TempDir Path temp;
  private Path home;

  private record Result(int exit, String said) {}

  @BeforeEach
  void unpack() throws Exception {
    Path archive;
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      archive =
          files
              .filter(file -> file.toString().endsWith(".tar.gz"))
              .findFirst()
              .orElseThrow()
              .toAbsolutePath();
    }
    assertThat(run("tar", "--extract", "--file", archive.toString()).exit()).isZero();
    try (Stream<Path> unpacked = Files.list(temp)) {
      home = unpacked.findFirst().orElseThrow();
    }
  }

  private Result run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(temp.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), said);
  }

  private Result bin(String name, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin").resolve(name).toString()));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  @Test
  void launchers_sayTheirVersion_fromWhereverTheyAreCalled() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("keyparity"), home.resolve("bin/keyparity"));

    assertThat(run(link.toString(), "version").said()).startsWith("keyparity ");
    assertThat(bin("keyparity-agent", "--version").said()).startsWith("keyparity-agent ");
    assertThat(bin("keyparity-coordinator", "--version").said())
        .startsWith("keyparity-coordinator ");
  }

  /** What the JVM says with {@code -Xlog:class+load} of a class that comes out of an archive. */
  @Test
  void archives_onceMade_areWhatTheLaunchersUse() throws Exception {
    assertThat(bin("keyparity", "version").exit()).as("without archives").isZero();

    Result made = bin("keyparity-archives");

    assertThat(made.exit()).as(made.said()).isZero();
    assertThat(made.said().lines().map(line -> Path.of(line).getFileName().toString()))
        .containsExactly("keyparity.jsa", "keyparity-agent.jsa", "keyparity-coordinator.jsa");
    assertThat(classesOf("keyparity", "version"))
        .anyMatch(line -> line.matches(".* dev\\.keyparity\\.cli\\.\\S+ source: .*\\(top\\)"));
    assertThat(classesOf("keyparity-agent", "--version"))
        .anyMatch(line -> line.matches(".* dev\\.keyparity\\.agent\\.\\S+ source: .*\\(top\\)"));
    assertThat(classesOf("keyparity-coordinator", "--version"))
        .anyMatch(
            line -> line.matches(".* dev\\.keyparity\\.coordinator\\.\\S+ source: .*\\(top\\)"));
  }

  /** Every class that a launcher loads, and where from. */
  private List<String> classesOf(String launcher, String argument)
      throws IOException, InterruptedException {
    Path log = temp.resolve(launcher + ".classes");
    Result result =
        run(
            "env",
            "JDK_JAVA_OPTIONS=-Xlog:class+load:file=" + log,
            home.resolve("bin").resolve(launcher).toString(),
            argument);
    assertThat(result.exit()).as(result.said()).isZero();
    return Files.readAllLines(log);
  }
}
