package dev.keyparity.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.deploy.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code make dist} packs, unpacked and used. */
class DistributionIT {
  /** A relative one, without its anchor. */
  private static final Pattern LINK = Pattern.compile("\\]\\((?![a-z]+:|#)([^)#\\s]+)[^)]*\\)");

  @TempDir Path temp;
  private Distribution installed;

  @BeforeEach
  void unpack() throws Exception {
    installed = Distribution.unpack(temp);
  }

  private Result bin(String name, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(installed.bin(name)));
    command.addAll(List.of(arguments));
    return installed.run(Map.of(), command.toArray(String[]::new));
  }

  @Test
  void launchers_sayTheirVersion_fromWhereverTheyAreCalled() throws Exception {
    Path link =
        Files.createSymbolicLink(temp.resolve("linked"), Path.of(installed.bin("keyparity")));

    assertThat(installed.run(Map.of(), link.toString(), "version").said()).startsWith("keyparity ");
    assertThat(bin("keyparity-agent", "--version").said()).startsWith("keyparity-agent ");
    assertThat(bin("keyparity-coordinator", "--version").said())
        .startsWith("keyparity-coordinator ");
    assertThat(bin("keyparity-gate", "--version").said()).startsWith("keyparity-gate ");
  }

  /** Whoever unpacked it has nothing else: no link leads out of it. */
  @Test
  void documents_linkToWhatIsInTheArchive() throws Exception {
    List<String> dead = new ArrayList<>();
    int links = 0;
    try (Stream<Path> files = Files.walk(installed.home())) {
      for (Path page : files.filter(it -> it.toString().endsWith(".md")).toList()) {
        for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
          links++;
          Path target = page.resolveSibling(link.group(1)).normalize();
          if (!target.startsWith(installed.home()) || !Files.exists(target)) {
            dead.add(installed.home().relativize(page) + ": " + link.group(1));
          }
        }
      }
    }
    assertThat(links).isGreaterThan(50);
    assertThat(dead).isEmpty();
    assertThat(installed.home().resolve("README.md")).isRegularFile();
    assertThat(installed.home().resolve("LICENSE"))
        .content()
        .contains("Apache License", "Version 2.0, January 2004");
  }

  /** What the JVM says with {@code -Xlog:class+load} of a class that comes out of an archive. */
  @Test
  void archives_onceMade_areWhatTheLaunchersUse() throws Exception {
    assertThat(bin("keyparity", "version").exit()).as("without archives").isZero();

    Result made = bin("keyparity-archives");

    assertThat(made.exit()).as(made.said()).isZero();
    assertThat(made.said().lines().map(line -> Path.of(line).getFileName().toString()))
        .containsExactly(
            "keyparity.jsa",
            "keyparity-agent.jsa",
            "keyparity-gate.jsa",
            "keyparity-coordinator.jsa");
    assertThat(classesOf("keyparity", "version"))
        .anyMatch(line -> line.matches(".* dev\\.keyparity\\.cli\\.\\S+ source: .*\\(top\\)"));
    assertThat(classesOf("keyparity-agent", "--version"))
        .anyMatch(line -> line.matches(".* dev\\.keyparity\\.agent\\.\\S+ source: .*\\(top\\)"));
    assertThat(classesOf("keyparity-gate", "--version"))
        .anyMatch(line -> line.matches(".* dev\\.keyparity\\.agent\\.\\S+ source: .*\\(top\\)"));
    assertThat(classesOf("keyparity-coordinator", "--version"))
        .anyMatch(
            line -> line.matches(".* dev\\.keyparity\\.coordinator\\.\\S+ source: .*\\(top\\)"));
  }

  /** Every class that a launcher loads, and where from. */
  private List<String> classesOf(String launcher, String argument)
      throws IOException, InterruptedException {
    Path log = temp.resolve(launcher + ".classes");
    String logging = "-Xlog:class+load:file=" + log;
    // The gate takes nothing of the environment of a KMS.
    Result result =
        installed.run(
            Map.of("JDK_JAVA_OPTIONS", logging, "KEYPARITY_GATE_OPTS", logging),
            installed.bin(launcher),
            argument);
    assertThat(result.exit()).as(result.said()).isZero();
    return Files.readAllLines(log);
  }
}
