package dev.keyparity.testbed.lab.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The rules that are shipped, with times that a test can wait for: how long something must last,
 * and the three thresholds that are hours. Every expression is otherwise as shipped.
 */
record ShippedRules(String text) {
  private static final Path FILE =
      Path.of("..", "..", "deploy/src/main/prometheus/keyparity-alerts.yaml");
  private static final Map<String, String> HOURS =
      Map.of("4 * 3600", "5", "8 * 3600", "5", "26 * 3600", "90");

  static ShippedRules read() throws IOException {
    return new ShippedRules(Files.readString(FILE));
  }

  TreeSet<String> alerts() {
    return new TreeSet<>(
        Pattern.compile("- alert: (\\w+)")
            .matcher(text)
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList());
  }

  ShippedRules shortened() {
    String shorter = text.replaceAll("(?m)^( +for:) (?!0s).*$", "$1 2s");
    for (Map.Entry<String, String> threshold : HOURS.entrySet()) {
      List<String> parts = List.of(shorter.split(Pattern.quote(threshold.getKey()), -1));
      if (parts.size() != 2) {
        throw new IllegalStateException(
            "rules: %s stands %d times (expected: once)"
                .formatted(threshold.getKey(), parts.size() - 1));
      }
      shorter = String.join(threshold.getValue(), parts);
    }
    return new ShippedRules(shorter);
  }
}
