package dev.keyparity.coordinator.statuspage;

import dev.keyparity.wording.Times;
import dev.keyparity.wording.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** The small pieces that the parts of the page have in common. */
final class Words {
  private static final int SHORT_DIGEST = 8;

  private Words() {}

  /** A word in a tone; the tone doubles it. */
  static Html toned(Tone tone, String word) {
    return Html.of("strong", word).with("class", tone.name().toLowerCase(Locale.ROOT));
  }

  /** For whoever hears the page. */
  static Html unseen(String text) {
    return Html.of("span", text).with("class", "unseen");
  }

  static Html time(Instant at, String shown) {
    return Html.of("time", shown).with("datetime", Times.rfc3339(at));
  }

  /** A minute with its age, as evidence stands. */
  static Html asOf(long millis, Times times) {
    Instant at = Times.ofMillis(millis);
    return Html.of("span")
        .add(time(at, times.minute(at)))
        .text(" (" + Times.age(times.since(at)) + " ago)");
  }

  static String ago(long ageMillis) {
    return ageMillis < 0 ? "never" : Times.age(Duration.ofMillis(ageMillis)) + " ago";
  }

  /** A digest by its beginning; all of it for whoever points at it. */
  static Html digest(String sha256) {
    return Html.of("code", sha256.substring(0, Math.min(SHORT_DIGEST, sha256.length())) + "…")
        .with("title", sha256);
  }

  /** The head of a row: a host, whose long name may be broken after its dots. */
  static Html host(String name) {
    Html cell = Html.of("th").with("scope", "row");
    int begin = 0;
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', begin)) {
      cell.text(name.substring(begin, dot + 1)).add(Html.of("wbr"));
      begin = dot + 1;
    }
    cell.text(name.substring(begin));
    return cell;
  }

  /** One of a row; where there is no room for columns it stands below the others, with its head. */
  static Html cell(String head) {
    return Html.of("td").with("data-head", head);
  }

  static Html cell(String head, String text) {
    return cell(head).text(text);
  }

  /** Paragraph of one sentence that something is not there. */
  static Html none(String sentence) {
    return Html.of("p", sentence).with("class", "none");
  }

  /** The head of a table: one column each. */
  static Html columns(String... names) {
    Html row = Html.of("tr");
    for (String name : names) {
      row.add(Html.of("th", name).with("scope", "col"));
    }
    return Html.of("thead").add(row);
  }
}
