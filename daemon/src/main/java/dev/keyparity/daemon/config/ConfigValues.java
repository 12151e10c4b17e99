package dev.keyparity.daemon.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Typed values of one file, or of one item of a list in it. Reading a setting that the schema does
 * not hold is a fault of the caller.
 */
public final class ConfigValues {
  private final String prefix;
  private final Map<Setting<?>, Object> values;
  private final Map<Setting<?>, Integer> lines;
  private final ConfigProblems problems;
  private final Schema schema;

  ConfigValues(String prefix, Schema schema, ConfigProblems problems) {
    this.prefix = prefix;
    this.schema = schema;
    this.problems = problems;
    this.values = new LinkedHashMap<>();
    this.lines = new LinkedHashMap<>();
  }

  void put(Setting<?> setting, Object value, int line) {
    values.put(setting, value);
    lines.put(setting, line);
  }

  /** The value of a setting that is required or has a default. */
  public <T> T get(Setting<T> setting) {
    return find(setting)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "setting " + setting.key() + ": optional (expected: read with find)"));
  }

  @SuppressWarnings("unchecked") // put() stored what the setting's own type parsed
  public <T> Optional<T> find(Setting<T> setting) {
    if (!schema.settings().contains(setting)) {
      throw new IllegalStateException(
          "setting " + setting.key() + ": not in " + schema.name() + " (expected: declared)");
    }
    Object value = values.get(setting);
    return Optional.ofNullable(value == null ? setting.defaultValue() : (T) value);
  }

  /**
   * Notes that a value is wrong in a way its type cannot tell, such as beside another setting.
   * Reported together with all other problems once reading ends.
   */
  public void reject(Setting<?> setting, String expected) {
    Integer line = lines.get(setting);
    Object value = values.get(setting);
    problems.add(
        line == null ? 0 : line,
        prefix + setting.key(),
        value == null ? "missing" : shown(setting, value),
        expected);
  }

  /** Every value as the process will use it, secrets redacted; for {@code --check-config}. */
  public Map<String, String> shown() {
    Map<String, String> shown = new LinkedHashMap<>();
    addTo(shown);
    return shown;
  }

  private void addTo(Map<String, String> shown) {
    for (Setting<?> setting : schema.settings()) {
      Object value = values.get(setting);
      if (value == null) {
        value = setting.defaultValue();
      }
      if (value instanceof ConfigValues one) {
        one.addTo(shown);
      } else if (value instanceof List<?> list && setting.section() != null) {
        list.forEach(one -> ((ConfigValues) one).addTo(shown));
      } else if (value != null) {
        shown.put(prefix + setting.key(), shown(setting, value));
      }
    }
  }

  static String shown(Setting<?> setting, Object value) {
    return setting.isSecret() ? "(redacted)" : render(value);
  }

  /** A value as it is written in a file. */
  static String render(@Nullable Object value) {
    if (value instanceof Duration duration) {
      return renderDuration(duration);
    }
    if (value instanceof Enum<?> one) {
      return SettingType.textOf(one);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ConfigValues::render).collect(Collectors.joining(", ", "[", "]"));
    }
    return String.valueOf(value);
  }

  private static String renderDuration(Duration duration) {
    long ms = duration.toMillis();
    if (ms % 1000 != 0 || ms == 0) {
      return ms + "ms";
    }
    long seconds = ms / 1000;
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  /** Names only: values might be secret. */
  @Override
  public String toString() {
    return schema.name() + values.keySet();
  }
}
