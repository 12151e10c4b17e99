package dev.keyparity.daemon.status;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One metric a process exports.
 *
 * @param name as Prometheus shows it, suffix included: {@code keyparity_drift_detected_total}
 * @param labels label names, always the same for every series
 * @param help one sentence
 */
public record MetricDeclaration(String name, Type type, List<String> labels, String help) {
  private static final Pattern NAME = Pattern.compile("keyparity_[a-z0-9]+(_[a-z0-9]+)*");
  private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  /** What kind of number it is, and the suffix its name therefore has. */
  public enum Type {
    /** A number that goes up and down. */
    GAUGE(""),
    /** A number that only grows. */
    COUNTER("_total"),
    /** How often something took how many seconds. */
    HISTOGRAM("_seconds"),
    /** Always 1; the labels are the information. */
    INFO("_info");

    private final String suffix;

    Type(String suffix) {
      this.suffix = suffix;
    }
  }

  public MetricDeclaration {
    labels = List.copyOf(labels);
    if (!NAME.matcher(name).matches() || !name.endsWith(type.suffix)) {
      throw new IllegalArgumentException(
          "metric: %s (expected: keyparity_…%s)".formatted(name, type.suffix));
    }
    for (Type other : Type.values()) {
      if (type == Type.GAUGE
          && other != Type.HISTOGRAM
          && !other.suffix.isEmpty()
          && name.endsWith(other.suffix)) {
        throw new IllegalArgumentException(
            "gauge: %s (expected: not the suffix of another type)".formatted(name));
      }
    }
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        throw new IllegalArgumentException("metric label: " + label + " (expected: lower_case)");
      }
    }
    if (new HashSet<>(labels).size() != labels.size()) {
      throw new IllegalArgumentException("metric labels: " + labels + " (expected: each once)");
    }
    if (help.isBlank()) {
      throw new IllegalArgumentException("metric " + name + ": no help (expected: one sentence)");
    }
  }

  public static MetricDeclaration gauge(String name, String help, String... labels) {
    return new MetricDeclaration(name, Type.GAUGE, List.of(labels), help);
  }

  public static MetricDeclaration counter(String name, String help, String... labels) {
    return new MetricDeclaration(name, Type.COUNTER, List.of(labels), help);
  }

  public static MetricDeclaration histogram(String name, String help, String... labels) {
    return new MetricDeclaration(name, Type.HISTOGRAM, List.of(labels), help);
  }

  public static MetricDeclaration info(String name, String help, String... labels) {
    return new MetricDeclaration(name, Type.INFO, List.of(labels), help);
  }

  /** The name without the suffix that the text format adds by itself. */
  String baseName() {
    return type == Type.COUNTER || type == Type.INFO
        ? name.substring(0, name.length() - type.suffix.length())
        : name;
  }

  /** The reference table in Markdown. */
  public static String toMarkdown(Collection<MetricDeclaration> declarations) {
    StringBuilder out =
        new StringBuilder("| metric | type | labels | meaning |\n|---|---|---|---|\n");
    for (MetricDeclaration one : declarations) {
      out.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  one.name,
                  one.type.name().toLowerCase(Locale.ROOT),
                  one.labels.isEmpty() ? "" : "`" + String.join("`, `", one.labels) + "`",
                  one.help));
    }
    return out.toString();
  }
}
