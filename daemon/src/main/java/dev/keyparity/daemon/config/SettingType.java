package dev.keyparity.daemon.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a raw value of a file becomes a typed one. Raw values are {@code String}, {@code Long},
 * {@code Boolean}, {@code List} and {@code Map}, as YAML has them.
 */
public final class SettingType<T> {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}|\\[[0-9a-fA-F:.]+]");

  /** A raw value is not of the type. */
  static final class Mismatch extends Exception {
    private static final long serialVersionUID = 1L;
    private final String expected;
    private final transient Object given;

    Mismatch(String expected, Object given) {
      super(expected);
      this.expected = expected;
      this.given = given;
    }

    String expected() {
      return expected;
    }

    Object given() {
      return given;
    }
  }

  interface Parser<T> {
    T parse(Object raw) throws Mismatch;
  }

  private final String name;
  private final String expected;
  private final Parser<T> parser;

  private SettingType(String name, String expected, Parser<T> parser) {
    this.name = name;
    this.expected = expected;
    this.parser = parser;
  }

  /** The name in the reference table. */
  public String name() {
    return name;
  }

  /** What a value must look like, for messages. */
  public String expected() {
    return expected;
  }

  T parse(Object raw) throws Mismatch {
    return parser.parse(raw);
  }

  /** A non-empty text. Numbers are taken as they are written: {@code name: 17}. */
  public static final SettingType<String> STRING =
      ofText("string", "a non-empty text", text -> text.isBlank() ? null : text);

  public static final SettingType<Boolean> BOOLEAN =
      new SettingType<>(
          "boolean",
          "true or false",
          raw -> {
            if (raw instanceof Boolean value) {
              return value;
            }
            throw new Mismatch("true or false", raw);
          });

  /** A TCP port; 0 lets the system choose, which tests use. */
  public static final SettingType<Integer> PORT = integer("port", 0, 65535);

  /** A time span: a whole number with its unit. Units: ms, s, m, h, d. */
  public static final SettingType<Duration> DURATION_TYPE =
      ofText("duration", "a duration as in 500ms, 5s, 10m, 2h or 90d", SettingType::duration);

  /** A time span as it is written in configuration and on the command line; empty if it is not. */
  public static Optional<Duration> durationOf(String text) {
    return Optional.ofNullable(duration(text));
  }

  /** An absolute path: relative ones would depend on where a process was started. */
  public static final SettingType<Path> PATH =
      ofText("path", "an absolute path", SettingType::path);

  public static final SettingType<HostPort> HOST_PORT =
      ofText("host:port", "host:port as in kms1.example.com:7417", SettingType::hostPort);

  public static SettingType<Integer> integer(int least, int most) {
    return integer("int", least, most);
  }

  private static SettingType<Integer> integer(String name, int least, int most) {
    String expected = "a whole number from %d to %d".formatted(least, most);
    return new SettingType<>(
        name,
        expected,
        raw -> {
          if (raw instanceof Long value && value >= least && value <= most) {
            return value.intValue();
          }
          throw new Mismatch(expected, raw);
        });
  }

  /** One of an enum's names, lower-case with hyphens. */
  public static <E extends Enum<E>> SettingType<E> oneOf(Class<E> type) {
    StringJoiner names = new StringJoiner("|");
    for (E value : type.getEnumConstants()) {
      names.add(textOf(value));
    }
    return ofText(
        names.toString(),
        "one of " + names,
        text -> {
          for (E value : type.getEnumConstants()) {
            if (textOf(value).equals(text)) {
              return value;
            }
          }
          return null;
        });
  }

  /** The spelling of an enum value in files. */
  public static String textOf(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A list; one bad item is reported with its place. */
  public static <T> SettingType<List<T>> listOf(SettingType<T> item) {
    String expected = "a list of " + item.name();
    return new SettingType<>(
        "list of " + item.name(),
        expected,
        raw -> {
          if (!(raw instanceof List<?> list)) {
            throw new Mismatch(expected, raw);
          }
          List<T> values = new ArrayList<>();
          for (Object one : list) {
            try {
              values.add(item.parse(one));
            } catch (Mismatch e) {
              throw new Mismatch("item %d: %s".formatted(values.size(), e.expected()), e.given());
            }
          }
          return List.copyOf(values);
        });
  }

  /** Converted item by item by {@link ConfigFile}, which knows the schema of an item. */
  static SettingType<List<ConfigValues>> sections() {
    return new SettingType<>("list of sections", "a list of maps", raw -> List.of());
  }

  static SettingType<ConfigValues> section() {
    return new SettingType<>(
        "section",
        "settings as key: value",
        raw -> {
          throw new Mismatch("settings as key: value", raw);
        });
  }

  /**
   * A type of the caller's own, written as a text.
   *
   * @param reader gives null, or throws {@link IllegalArgumentException}, for what is not one
   */
  public static <T> SettingType<T> ofText(
      String name, String expected, Function<String, ? extends @Nullable T> reader) {
    return new SettingType<>(
        name,
        expected,
        raw -> {
          if (raw instanceof String || raw instanceof Long || raw instanceof Boolean) {
            try {
              T value = reader.apply(raw.toString());
              if (value != null) {
                return value;
              }
            } catch (IllegalArgumentException e) {
              throw new Mismatch(expected, raw);
            }
          }
          throw new Mismatch(expected, raw);
        });
  }

  private static @Nullable Duration duration(String text) {
    Matcher match = DURATION.matcher(text);
    if (!match.matches()) {
      return null;
    }
    long number = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static @Nullable Path path(String text) {
    Path path = Path.of(text);
    return path.isAbsolute() ? path.normalize() : null;
  }

  private static @Nullable HostPort hostPort(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !HOST.matcher(text.substring(0, colon)).matches()) {
      return null;
    }
    String digits = text.substring(colon + 1);
    if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 65535) {
      return null;
    }
    return new HostPort(text.substring(0, colon), Integer.parseInt(digits));
  }
}
