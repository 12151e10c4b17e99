package dev.keyparity.coordinator.statuspage;

import dev.keyparity.daemon.status.StatusServer;
import dev.keyparity.daemon.status.StatusServer.Page;
import dev.keyparity.daemon.status.StatusServer.PageSource;
import dev.keyparity.wording.Headline;
import dev.keyparity.wording.Times;
import dev.keyparity.wording.Tone;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The status page of one coordinator, leading or not. Times are UTC: a server does not know where
 * its readers are. Thread-safe.
 */
public final class StatusPage implements PageSource {
  private static final String TYPE = "text/html; charset=utf-8";

  /** Without scripts; with one, the page is renewed in place and more often. */
  private static final String RELOAD_SECONDS = "5";

  private final String coordinator;
  private final String group;
  private final Sheet.Source source;
  private final Clock clock;

  /**
   * Puts the page and its icon among those of a status server that has not started.
   *
   * @param coordinator whose page it is
   */
  public static void serve(
      StatusServer server, String coordinator, String group, Sheet.Source source, Clock clock) {
    Page icon = Page.of("image/svg+xml", OwnResources.ICON).with("Cache-Control", "max-age=86400");
    server
        .page("/", new StatusPage(coordinator, group, source, clock))
        .page(OwnResources.ICON_PATH, () -> icon);
  }

  StatusPage(String coordinator, String group, Sheet.Source source, Clock clock) {
    this.coordinator = coordinator;
    this.group = group;
    this.source = source;
    this.clock = clock.withZone(ZoneOffset.UTC);
  }

  /** What the whole page says, for its title and its first line. */
  private record Answer(Tone tone, String sentence) {}

  @Override
  public Page page() {
    // One moment for the whole page: ages must not differ from line to line.
    Instant now = clock.instant();
    Times times = new Times(Clock.fixed(now, ZoneOffset.UTC));
    Sheet sheet = source.sheet();
    Answer answer = answer(sheet, times);
    String document =
        Html.of("html")
            .with("lang", "en")
            .add(
                head(answer), Html.of("body").add(header(sheet, times), main(sheet, answer, times)))
            .document();
    return Page.of(TYPE, document).with("Content-Security-Policy", OwnResources.POLICY);
  }

  private static Html head(Answer answer) {
    return Html.of("head")
        .add(
            Html.of("meta").with("charset", "utf-8"),
            Html.of("title", answer.sentence() + " – keyparity"),
            Html.of("meta")
                .with("name", "viewport")
                .with("content", "width=device-width, initial-scale=1"),
            Html.of("meta").with("name", "color-scheme").with("content", "light dark"),
            Html.of("link").with("rel", "icon").with("href", OwnResources.ICON_PATH),
            Html.of("noscript")
                .add(Html.of("meta").with("http-equiv", "refresh").with("content", RELOAD_SECONDS)),
            Html.of("style").verbatim(OwnResources.STYLE),
            Html.of("script").with("type", "module").verbatim(OwnResources.SCRIPT));
  }

  private Html header(Sheet sheet, Times times) {
    String role =
        sheet instanceof Sheet.Leading leading
            ? "leads (epoch %d)".formatted(leading.epoch())
            : "does not lead";
    return Html.of("header")
        .add(
            Html.of(
                    "p",
                    "keyparity · group %s · coordinator %s %s · as of "
                        .formatted(group, coordinator, role))
                .add(Words.time(times.now(), times.second(times.now()) + " UTC"))
                .text(" · all times UTC"),
            Html.of("p").with("id", "old").with("role", "alert").with("class", "bad"));
  }

  private Html main(Sheet sheet, Answer answer, Times times) {
    Html main =
        Html.of("main")
            .with("id", "page")
            .add(
                Html.of("h1", answer.sentence())
                    .with("aria-live", "polite")
                    .with("class", answer.tone() == Tone.GOOD ? "good" : "notable"));
    if (sheet instanceof Sheet.StandingBy standing) {
      return main.add(
          Html.of("p", standing.sentence()),
          Words.none("Only the leader knows how hosts stand; keyparity status finds it."));
    }
    List<Sheet.Service> services = ((Sheet.Leading) sheet).services();
    if (services.isEmpty()) {
      return main;
    }
    Html columns = Html.of("div").with("class", "columns");
    for (int i = 0; i < services.size(); i++) {
      columns.add(new ServiceColumn(i + 1, services.get(i), times).html());
    }
    return main.add(columns);
  }

  private Answer answer(Sheet sheet, Times times) {
    if (sheet instanceof Sheet.StandingBy standing) {
      return new Answer(
          standing.isTrouble() ? Tone.BAD : Tone.PLAIN,
          standing.isTrouble() ? "No leader is known" : coordinator + " stands by");
    }
    Sheet.Leading leading = (Sheet.Leading) sheet;
    if (!leading.isTakenUp()) {
      return new Answer(Tone.WARN, coordinator + " has begun to lead and reads its records");
    }
    if (leading.services().isEmpty()) {
      return new Answer(Tone.PLAIN, "No service is declared");
    }
    return sum(leading.services(), times);
  }

  private static Answer sum(List<Sheet.Service> services, Times times) {
    List<String> troubled = new ArrayList<>();
    Tone worst = Tone.GOOD;
    for (Sheet.Service service : services) {
      Headline headline = Headline.of(service.status(), times);
      if (headline.tone() != Tone.GOOD) {
        troubled.add(service.status().getService() + " " + headline.word());
        worst = worst == Tone.BAD ? worst : headline.tone();
      }
    }
    if (!troubled.isEmpty()) {
      return new Answer(worst, String.join(", ", troubled));
    }
    return new Answer(
        Tone.GOOD,
        services.size() == 1
            ? services.get(0).status().getService() + " IN PARITY"
            : "All %d services IN PARITY".formatted(services.size()));
  }
}
