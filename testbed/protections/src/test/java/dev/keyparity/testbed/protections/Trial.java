package dev.keyparity.testbed.protections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.testbed.protections.Protection.Cut;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** One protection out, its tests run on what is left. */
final class Trial {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final long MINUTES_AT_MOST = 5;
  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  private final Protection protection;
  private final Path folder;

  Trial(Protection protection, Path folder) {
    this.protection = protection;
    this.folder = folder;
  }

  /**
   * How tests ended.
   *
   * @param code see {@link SelectedTestsMain}
   */
  record Ending(int code, String output) {}

  static Path source(Protection protection) {
    return ROOT.resolve(protection.module()).resolve("src/main/java").resolve(protection.source());
  }

  /** The source without the protection. */
  static String without(Protection protection) throws IOException {
    String text = Files.readString(source(protection));
    for (Cut cut : protection.cuts()) {
      int at = text.indexOf(cut.text());
      assertThat(at)
          .as("%s is not in %s any more: %s", protection, protection.source(), cut.text())
          .isNotNegative();
      assertThat(text.indexOf(cut.text(), at + 1))
          .as("%s is in %s twice: %s", protection, protection.source(), cut.text())
          .isNegative();
      text = text.replace(cut.text(), cut.instead());
    }
    return text;
  }

  Ending run() throws IOException, InterruptedException {
    Path sources = folder.resolve("sources").resolve(protection.source());
    Files.createDirectories(sources.getParent());
    Files.writeString(sources, without(protection));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "-nowarn", "-proc:none", "-parameters", "-cp", CLASS_PATH, "-d", classes.toString());
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiles =
          compiler
              .getTask(said, files, null, options, null, files.getJavaFileObjects(sources))
              .call();
      assertThat(compiles).as("%s: without it: %s", protection, said).isTrue();
    }
    return tests(classes + java.io.File.pathSeparator + CLASS_PATH, protection, folder);
  }

  /** The same tests on the product as it is. */
  static Ending unchanged(Protection protection, Path folder)
      throws IOException, InterruptedException {
    return tests(CLASS_PATH, protection, folder);
  }

  private static Ending tests(String classPath, Protection protection, Path folder)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.add("-Dlogback.configurationFile=" + ROOT.resolve("testbed/protections/quiet.xml"));
    command.addAll(List.of("-cp", classPath, SelectedTestsMain.class.getName()));
    command.addAll(protection.tests());
    // Tests read golden files below the folder of their own module.
    String module =
        protection.tests().get(0).startsWith("dev.keyparity.agent") ? "agent" : "coordinator";
    Process process =
        new ProcessBuilder(command)
            .directory(ROOT.resolve(module).toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(MINUTES_AT_MOST, TimeUnit.MINUTES);
      assertThat(ended).as("%s: tests end: %s", protection, Files.readString(output)).isTrue();
      return new Ending(process.exitValue(), Files.readString(output));
    } finally {
      process.destroyForcibly();
    }
  }
}
