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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Chromium without a window. A developer may lack it: then the test is skipped and says
 * which package brings it; in CI its absence is a failure.
 *
 * @param directory for what it writes, and its user's home
 */
public record Browser(Path directory) {

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

  /** Lets a page be asked under which role an element is told to whoever does not see it. */
  private static final String COMPUTED_ROLES = "--enable-blink-features=ComputedAccessibilityInfo";

  private static final Pattern FAILURE = Pattern.compile("Page load failed: net::(\\S+)");

  /** What a page, or the browser of its own accord, writes to the console. */
  private static final Pattern CONSOLE = Pattern.compile("(?m)^.*CONSOLE.*$");

  /**
   * What came of a visit.
   *
   * @param document as it stood in the end
   * @param console what was written there
   * @param failure the browser's own name for why there is no page; empty if there is one
   */
  public record Visit(String document, List<String> console, String failure) {}

  /** How the page is looked at. */
  public record Look(int width, int height, boolean isDark) {
    public static final Look WIDE = new Look(1280, 1100, false);

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

  /** Trusts the certificates of this authority from now on, as its user told it. */
  public Browser trusting(Path caCertificate) throws IOException, InterruptedException {
    Path certutil = program("certutil", "libnss3-tools");
    Path database = Files.createDirectories(directory.resolve(".pki/nssdb"));
    String place = "sql:" + database;
    run(certutil.toString(), "-d", place, "-N", "--empty-password");
    run(
        certutil.toString(),
        "-d",
        place,
        "-A",
        "-t",
        "C,,",
        "-n",
        "test-ca",
        "-i",
        caCertificate.toString());
    return this;
  }

  private void run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s said: %s", List.of(command), said).isZero();
  }

  /** Opens a page, lets some seconds pass for it, which takes hardly any, and reads it. */
  public Visit open(String url, Look look, int seconds) throws IOException, InterruptedException {
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
    return window(profile, url);
  }

  /** Opens a page that can be asked and driven. */
  BrowserTab tab(String url) throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory(directory, "profile");
    return BrowserTab.attach(window(profile, "about:blank"), profile).go(url);
  }

  private Window window(Path profile, String url) throws IOException {
    List<String> flags =
        List.of(
            "--hide-scrollbars",
            "--user-data-dir=" + profile,
            "--remote-debugging-port=0",
            COMPUTED_ROLES);
    return new Window(
        process(flags, url)
            .redirectErrorStream(true)
            .redirectOutput(Files.createTempFile(directory, "window", ".txt").toFile())
            .start());
  }

  private ProcessBuilder process(List<String> flags, String url) {
    List<String> command = new ArrayList<>();
    command.add(program("chromium", "chromium").toString());
    command.addAll(FLAGS);
    command.addAll(flags);
    command.add(url);
    ProcessBuilder process =
        new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile());
    process.environment().put("HOME", directory.toString());
    return process;
  }

  private Visit visit(List<String> flags, String url) throws IOException, InterruptedException {
    Path said = Files.createTempFile(directory, "said", ".txt");
    Process process = process(flags, url).redirectError(said.toFile()).start();
    String document = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String talk = Files.readString(said, StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s said: %s", url, talk).isZero();
    return new Visit(
        document,
        CONSOLE.matcher(talk).results().map(it -> it.group()).toList(),
        FAILURE.matcher(talk).results().map(it -> it.group(1)).collect(Collectors.joining(" ")));
  }

  private static Path program(String name, String debianPackage) {
    Optional<Path> program =
        Stream.of(System.getenv("PATH").split(":"))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
    String missing = "%s is not installed (Debian package %s)".formatted(name, debianPackage);
    if (System.getenv("CI") == null) {
      assumeTrue(program.isPresent(), missing);
    }
    return program.orElseThrow(() -> new AssertionError(missing));
  }
}
