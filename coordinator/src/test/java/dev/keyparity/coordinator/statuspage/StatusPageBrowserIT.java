package dev.keyparity.coordinator.statuspage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyparity.coordinator.TestTimeouts;
import dev.keyparity.coordinator.statuspage.Browser.Look;
import dev.keyparity.coordinator.statuspage.Browser.Visit;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.status.Metrics;
import dev.keyparity.daemon.status.StatusAccess;
import dev.keyparity.daemon.status.StatusServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real Chromium. What it looked like is in {@code target/statuspage}. */
class StatusPageBrowserIT {
  private static final Path SEEN = Path.of("target/statuspage");

  /** Enough for two turns of the script, and for one reload without. */
  private static final int SECONDS = 7;

  @TempDir private Path directory;
  private final StatusServer server =
      new StatusServer(new HostPort("127.0.0.1", 0), StatusAccess.open(), new Metrics(List.of()));

  static Set<String> states() {
    return Sheets.all().keySet();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /**
   * @param sheets what there is to see, by how often it was asked for before
   */
  private String serve(IntFunction<Sheet> sheets) {
    AtomicInteger asked = new AtomicInteger();
    StatusPage.serve(
        server,
        "coord1",
        "prod",
        () -> sheets.apply(asked.getAndIncrement()),
        Clock.fixed(Sheets.NOW, ZoneOffset.UTC));
    server.start();
    return "http://127.0.0.1:%d/".formatted(server.port());
  }

  private Visit draw(String state, Look look, String name) throws Exception {
    return new Browser(directory)
        .draw(serve(asked -> Sheets.of(state)), look, 1, SEEN.resolve(name + ".png"));
  }

  @ParameterizedTest
  @MethodSource("states")
  void everyState_isDrawnWithoutAComplaint(String state) throws Exception {
    assertThat(draw(state, Look.WIDE, state).console()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"drift", "blocked-run", "several"})
  void narrowAndDark_areDrawnToo(String state) throws Exception {
    assertThat(draw(state, Look.NARROW.dark(), state + "-narrow-dark").console()).isEmpty();
  }

  @Test
  void pageThatIsOpen_tellsWhatHappens() throws Exception {
    String url = serve(asked -> Sheets.of(asked == 0 ? "in-parity" : "drift"));

    Visit visit = new Browser(directory).open(url, Look.WIDE, SECONDS);

    assertThat(visit.document())
        .contains("<title>kms-prod NOT IN PARITY – keyparity</title>", "DIVERGED")
        .doesNotContain("class=\"answer good\"");
    assertThat(visit.console()).isEmpty();
  }

  @Test
  void withoutScripts_itIsReloaded() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    String url =
        serve(
            asked -> {
              seen.set(asked + 1);
              return Sheets.of(asked == 0 ? "in-parity" : "drift");
            });

    try (Browser.Window window = new Browser(directory).withoutScripts(url)) {
      await().atMost(TestTimeouts.SOON).until(() -> seen.get() > 1);
      assertThat(window.isOpen()).isTrue();
    }
  }

  /** The worst a page can do is to go on showing what was good. */
  @Test
  void pageThatGetsNoAnswer_saysSo() throws Exception {
    String url =
        serve(
            asked -> {
              if (asked > 0) {
                throw new IllegalStateException("broken");
              }
              return Sheets.of("in-parity");
            });

    Visit visit = new Browser(directory).open(url, Look.WIDE, SECONDS);

    assertThat(visit.document())
        .contains("<title>No answer – keyparity</title>", "<body class=\"old\">")
        .contains("what stands below is from 14:08:11 UTC and may be wrong now");
  }

  @Test
  void answerThatComesBack_takesThatBack() throws Exception {
    String url =
        serve(
            asked -> {
              if (asked == 1) {
                throw new IllegalStateException("broken");
              }
              return Sheets.of("in-parity");
            });

    Visit visit = new Browser(directory).open(url, Look.WIDE, SECONDS);

    assertThat(visit.document())
        .contains("<title>kms-prod IN PARITY – keyparity</title>")
        .doesNotContain("is from 14:08:11 UTC", "class=\"old\"");
  }

  /** The policy holds even where escaping would fail: nothing but the page's own script runs. */
  @Test
  void foreignScriptInThePage_isNotRun() throws Exception {
    StatusServer.Page whole =
        new StatusPage(
                "coord1", "prod", () -> Sheets.of("drift"), Clock.fixed(Sheets.NOW, ZoneOffset.UTC))
            .page();
    StatusServer.Page poisoned =
        new StatusServer.Page(
            200,
            whole.contentType(),
            whole
                .body()
                .replace(
                    "<h3>What to do</h3>",
                    "<h3>What to do</h3><script>document.title='taken'</script>")
                .replace("<h2 ", "<h2 style=\"position:fixed\" "),
            whole.headers());
    server.page("/", () -> poisoned).start();

    Visit visit =
        new Browser(directory).open("http://127.0.0.1:%d/".formatted(server.port()), Look.WIDE, 1);

    assertThat(visit.document()).doesNotContain("<title>taken");
    assertThat(String.join("\n", visit.console()))
        .contains("Executing inline script violates", "Applying inline style violates");
  }
}
