package dev.keyparity.coordinator.statuspage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.statuspage.Browser.Look;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.status.Metrics;
import dev.keyparity.daemon.status.StatusAccess;
import dev.keyparity.daemon.status.StatusServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The page for whoever has a small screen, no mouse, or does not see it: asked of a real Chromium,
 * which lays it out and computes colours and roles.
 */
class StatusPageAccessIT {
  private static final Path SEEN = Path.of("target/statuspage");

  /** The narrowest screen that WCAG 2.2 names (1.4.10). */
  private static final Look HAND_HELD = new Look(320, 640, false);

  /** Words that a reader would have to move sideways for, or that are cut off. */
  private static final String OUT_OF_SIGHT =
      """
      (() => {
        const out = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const node = walker.currentNode;
          const hidden = node.parentElement.closest('.unseen, .rows thead') || !node.data.trim();
          if (hidden || !node.parentElement.checkVisibility()) continue;
          const range = document.createRange();
          range.selectNodeContents(node);
          for (const box of range.getClientRects()) {
            if (box.left < 0 || box.right > innerWidth) out.push(node.data.trim());
          }
        }
        if (document.scrollingElement.scrollWidth > innerWidth) out.push('the page scrolls sideways');
        for (const section of document.querySelectorAll('section')) {
          if (section.scrollWidth > section.clientWidth) out.push('a section scrolls sideways');
        }
        return out.join('\\n');
      })()
      """;

  /** Words with less than 4.5 between their colour and what is behind them (WCAG 2.2, 1.4.3). */
  private static final String FAINT =
      """
      (() => {
        const channels = colour => colour.match(/[\\d.]+/g).map(Number);
        const linear = c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        const luminance = colour => {
          const [r, g, b] = channels(colour).map(c => linear(c / 255));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ground = element => {
          for (let it = element; it; it = it.parentElement) {
            const colour = getComputedStyle(it).backgroundColor;
            if ((channels(colour)[3] ?? 1) > 0) return colour;
          }
          return 'rgb(255, 255, 255)';
        };
        const out = [];
        for (const element of document.body.querySelectorAll('*')) {
          const words = [...element.childNodes].some(it => it.nodeType === Node.TEXT_NODE && it.data.trim());
          if (!words) continue;
          const a = luminance(getComputedStyle(element).color), b = luminance(ground(element));
          const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (!(contrast >= 4.5)) out.push(contrast.toFixed(2) + ': ' + element.textContent);
        }
        return out.join('\\n');
      })()
      """;

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

  private BrowserTab open(String state) throws Exception {
    StatusPage.serve(
        server, "coord1", "prod", () -> Sheets.of(state), Clock.fixed(Sheets.NOW, ZoneOffset.UTC));
    server.start();
    return new Browser(directory).tab("http://127.0.0.1:%d/".formatted(server.port()));
  }

  @ParameterizedTest
  @MethodSource("states")
  void words_areInSightOnTheNarrowestScreen_andStandOut(String state) throws Exception {
    try (BrowserTab tab = open(state)) {
      tab.as(HAND_HELD);
      tab.draw(SEEN.resolve(state + "-hand-held.png"));
      assertThat(tab.ask(OUT_OF_SIGHT)).isEmpty();
      assertThat(tab.ask("innerWidth")).isEqualTo("320");

      for (Look look : List.of(HAND_HELD, Look.WIDE, Look.WIDE.dark())) {
        tab.as(look);
        assertThat(tab.ask(FAINT)).as("%s", look).isEmpty();
      }
      assertThat(tab.ask("getComputedStyle(document.body).backgroundColor"))
          .isEqualTo("rgb(18, 22, 27)");
    }
  }

  /** A table stays a table where its rows are laid out below each other. */
  @Test
  void landmarksAndTables_areToldAsSuch() throws Exception {
    try (BrowserTab tab = open("drift")) {
      for (Look look : List.of(Look.WIDE, HAND_HELD)) {
        tab.as(look);

        assertThat(roles(tab, "header, main, section")).containsExactly("banner", "main", "region");
        assertThat(new HashSet<>(roles(tab, "table"))).containsExactly("table");
        assertThat(new HashSet<>(roles(tab, "tr"))).containsExactly("row");
        assertThat(new HashSet<>(roles(tab, "tbody th"))).containsExactly("rowheader");
        assertThat(new HashSet<>(roles(tab, "thead th"))).containsExactly("columnheader");
        assertThat(new HashSet<>(roles(tab, "tbody td"))).containsExactly("cell");
        assertThat(tab.askEach("table", "it => it.computedName.replace(/\\s/g, ' ')"))
            .containsExactly("Hosts", "Decrypt matrix 5 of 6, 14:02 (6 min ago)", "Last events");
      }
    }
  }

  private static List<String> roles(BrowserTab tab, String selector) {
    return tab.askEach(selector, "it => it.computedRole");
  }

  /** Steps can be opened from the keyboard, and it shows which one is about to be. */
  @Test
  void keyboard_reachesEveryStep_andShowsWhereItIs() throws Exception {
    try (BrowserTab tab = open("running")) {
      tab.as(Look.WIDE);
      List<String> steps = tab.askEach("summary", "it => it.textContent");
      assertThat(steps).hasSize(4);

      for (String step : steps) {
        tab.pressTab();

        assertThat(tab.ask("document.activeElement.textContent")).isEqualTo(step);
        assertThat(tab.ask("getComputedStyle(document.activeElement).outline"))
            .isEqualTo("rgb(27, 31, 36) solid 2px");
      }
    }
  }
}
