package dev.keyparity.coordinator.statuspage;

import dev.keyparity.proto.coordinator.v1.OpenChange;
import dev.keyparity.wording.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What operators let files beside the key become for a while, and how far that has come. Pure. */
final class SanctionedList {
  private SanctionedList() {}

  /** Nothing where nothing is open. */
  static List<Html> of(List<OpenChange> changes, Times times) {
    if (changes.isEmpty()) {
      return List.of();
    }
    Html list = Html.of("ul");
    changes.forEach(change -> list.add(item(change, times)));
    return List.of(Html.of("h3", "Sanctioned changes"), list);
  }

  private static Html item(OpenChange change, Times times) {
    Instant until = Times.ofMillis(change.getUntilMs());
    Duration left = Duration.between(times.now(), until);
    return Html.of("li")
        .add(Html.of("code", change.getFile()))
        .text(" may become ")
        .add(Words.digest(change.getSha256()))
        .text(" until ")
        .add(Words.time(until, times.dayAndMinute(until)))
        .text(
            " (%s left), by %s: %s"
                .formatted(
                    Times.age(left.isNegative() ? Duration.ZERO : left),
                    change.getBy(),
                    change.getReason()))
        .add(Html.of("p", having(change)).with("class", "evidence"));
  }

  private static String having(OpenChange change) {
    return change.getHostsCount() == 0
        ? "no host is known to have it"
        : "known to be on " + String.join(", ", change.getHostsList());
  }
}
