package dev.keyparity.coordinator.statuspage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real Chromium without a window. A developer may lack it: then the test is skipped and says
 * which package brings it; in CI its absence is a failure.
 *
 * @param directory for what it writes
 */
record Browser(Path directory) {
  private static final String MISSING = "chromium is not installed (Debian package chromium)";

  /** A window for nobody, that goes nowhere but where it is sent. */
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-dev-shm-usage");

  /** What a page, or the browser of its own accord, writes to the console. */
  private static final Pattern CONSOLE = Pattern.compile("(?m)^.*CONSOLE.*$");

  /**
   * What came of a visit.
   *
   * @param document as it stood in the end
   * @param console what was written there
   */
  record Visit(String document, List<String> console) {}

  /** How the page is looked at. */
  record Look(int width, int height, boolean isDark) {
    static final Look WIDE = new Look(1280, 1100, false);

    /** As wide as 80 columns of a terminal. */
    static final Look NARROW = new Look(640, 1500, false);

    Look dark() {
      return new Look(width, height, true);
    }
  }

  /** A page that stays open until it is closed. */
  record Window(Process process) implements AutoCloseable {
    boolean isOpen() {
      return process.isAlive();
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().onExit().join();
    }
  }

  /** Opens a page, lets some seconds pass for it, which takes hardly any, and reads it. */
  Visit open(String url, Look look, int seconds) throws IOException, InterruptedException {
    List<String> flags = flags(look, seconds);
    flags.add("--dump-dom");
    return visit(flags, url);
  }

  /** The same, but draws it. */
  Visit draw(String url, Look look, int seconds, Path png)
      throws IOException, InterruptedException {
    Files.createDirectories(png.toAbsolutePath().getParent());
    List<String> flags = flags(look, seconds);
    flags.add("--screenshot=" + png.toAbsolutePath());
    Visit visit = visit(flags, url);
    assertThat(png).isNotEmptyFile();
    return visit;
  }

  private List<String> flags(Look look, int seconds) throws IOException {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--hide-scrollbars",
                "--enable-logging=stderr",
                "--virtual-time-budget=" + seconds * 1000,
                "--user-data-dir=" + Files.createTempDirectory(directory, "profile"),
                "--window-size=%d,%d".formatted(look.width(), look.height()),
                "--blink-settings=preferredColorScheme=" + (look.isDark() ? 0 : 1)));
    return flags;
  }

  /** Opens a page for somebody who lets no script run. */
  Window withoutScripts(String url) throws IOException {
    Path profile = Files.createTempDirectory(directory, "profile");
    Files.createDirectories(profile.resolve("Default"));
    Files.writeString(
        profile.resolve("Default/Preferences"),
        "{\"profile\":{\"default_content_setting_values\":{\"javascript\":2}}}");
    List<String> command = command();
    command.addAll(FLAGS);
    command.add("--user-data-dir=" + profile);
    command.add("--remote-debugging-port=0");
    command.add(url);
    return new Window(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("window.txt").toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .start());
  }

  private static List<String> command() {
    Optional<Path> program = program();
    if (System.getenv("CI") == null) {
      assumeTrue(program.isPresent(), MISSING);
    }
    return new ArrayList<>(
        List.of(program.orElseThrow(() -> new AssertionError(MISSING)).toString()));
  }

  private Visit visit(List<String> flags, String url) throws IOException, InterruptedException {
    List<String> command = command();
    command.addAll(FLAGS);
    command.addAll(flags);
    command.add(url);
    Path said = Files.createTempFile(directory, "said", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectError(said.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    String document = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String talk = Files.readString(said, StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s said: %s", command, talk).isZero();
    return new Visit(document, CONSOLE.matcher(talk).results().map(it -> it.group()).toList());
  }

  private static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, "chromium"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
