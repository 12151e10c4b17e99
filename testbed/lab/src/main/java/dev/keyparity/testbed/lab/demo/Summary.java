package dev.keyparity.testbed.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The report for people, on 80 columns: what was shown, and where to look. A scene that was not
 * played has no line.
 */
final class Summary {
  private static final int COLUMNS = 80;
  private static final String LINE = "  %-10s %s";
  private static final int TEXT = COLUMNS - LINE.formatted("", "").length();

  private final JsonNode seen;
  private final List<String> lines = new ArrayList<>();

  private Summary(JsonNode seen) {
    this.seen = seen;
  }

  static String of(Report report, Path directory) {
    Summary summary = new Summary(report.tree());
    summary.outcome();
    summary.enablement();
    summary.protection();
    summary.places(directory);
    return String.join(System.lineSeparator(), summary.lines);
  }

  private void outcome() {
    long seconds = seen.path("duration_ms").asLong() / 1000;
    lines.add(
        "keyparity demo: %s after %d min %d s"
            .formatted(seen.path("result").asText(), seconds / 60, seconds % 60));
    lines.add("");
    say("error", "error", error -> error.asText());
    say("stopped_at", "in scene", scene -> scene.asText());
  }

  private void enablement() {
    say(
        "matrix_before",
        "before",
        pairs ->
            "a host opened what another one had sealed in %d of %d cases"
                .formatted(pairs.path("ok").asInt(), pairs.path("pairs").asInt()));
    say(
        "load_balanced_before",
        "",
        client ->
            "a load-balanced client: %d of %d operations worked, %d of them though"
                    .formatted(
                        number(client, "ok"),
                        number(client, "operations"),
                        number(client, "misled"))
                + " a host, when asked itself, could not open the same");
    say(
        "blocked",
        "blocked",
        blocked ->
            "enable changed no key and named what each of %d keys alone opens, until the operator"
                    .formatted(blocked.path("keys_by_host").size())
                + " said which key stays and which give way");
    say(
        "leader_killed_during",
        "killed",
        step ->
            "the leader, by kill -9 during %s; %s finished the run"
                .formatted(step.asText(), seen.path("finished_by").asText("nobody")));
    say(
        "matrix_after",
        "after",
        pairs ->
            "every host opens what every other one seals: %d of %d"
                .formatted(number(pairs, "ok"), number(pairs, "pairs")));
    say(
        "survey_after",
        "",
        survey ->
            "%d key versions: %d open on every host, %d were given up by name"
                .formatted(
                    number(survey, "versions"),
                    number(survey, "opened_by_all"),
                    number(survey, "given_up")));
    say(
        "kms_down_at_once_max",
        "clients",
        most ->
            "at most %d of 3 KMS down at once; times down in all: %d, the longest %d ms"
                .formatted(most.asInt(), seen.path("down_intervals").size(), longestDown()));
  }

  private void protection() {
    say(
        "refused_scene",
        "refused",
        refused ->
            "to overwrite a key that alone opens a customer's: exit %d, %d files changed"
                .formatted(number(refused, "exit"), number(refused, "files_changed")));
    say(
        "drift",
        "drift",
        drift ->
            "a rogue key on %s was no longer green after %d ms (the median of %d; must be less than"
                    .formatted(
                        drift.path("host").asText(),
                        drift.path("detected_ms").asLong(),
                        drift.path("samples_ms").size())
                + " %d ms), verdict %s, %s"
                    .formatted(
                        DriftFigures.LIMIT_MS,
                        drift.path("verdict").asText(),
                        drift.path("alerted").asBoolean() ? "alerted" : "NOT alerted"));
    say(
        "repaired",
        "",
        repaired -> repaired.asBoolean() ? "repaired: the approved key is back" : "NOT repaired");
    say(
        "backups",
        "backups",
        backups -> {
          int verified = 0;
          for (JsonNode backup : backups) {
            verified += backup.path("verified").asBoolean() ? 1 : 0;
          }
          return "%d, of which %d verified".formatted(backups.size(), verified);
        });
  }

  private void places(Path directory) {
    lines.add("");
    seen.path("backups").findValuesAsText("file").stream()
        .map(file -> String.valueOf(Path.of(file).getParent()))
        .distinct()
        .forEach(place -> add("backups", place));
    say("recovery_key", "key", key -> key.asText() + " opens them, with gpg and tar");
    add("logs", directory + ", console.log of each process");
  }

  private long longestDown() {
    long longest = 0;
    for (JsonNode interval : seen.path("down_intervals")) {
      longest = Math.max(longest, interval.path("duration_ms").asLong());
    }
    return longest;
  }

  private static int number(JsonNode node, String field) {
    return node.path(field).asInt();
  }

  private void say(
      String field, String label, java.util.function.Function<JsonNode, String> sentence) {
    if (seen.has(field)) {
      add(label, sentence.apply(seen.path(field)));
    }
  }

  /** Breaks at spaces; a path is never broken. */
  private void add(String label, String sentence) {
    String first = label;
    StringBuilder line = new StringBuilder();
    for (String word : sentence.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > TEXT) {
        lines.add(LINE.formatted(first, line));
        first = "";
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(LINE.formatted(first, line));
  }
}
