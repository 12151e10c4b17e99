package dev.keyparity.daemon.config;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.DurableFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a YAML file by a {@link Schema}. Either the typed result comes back, or one {@link
 * KeyparityException} whose message lists every problem, one a line.
 */
public final class ConfigFile {
  /** Far above any honest file; below what a parser could be made to choke on. */
  private static final int LARGEST = 1 << 20;

  private final ConfigProblems problems;

  private ConfigFile(ConfigProblems problems) {
    this.problems = problems;
  }

  /**
   * @param mapper makes the typed record; it may {@link ConfigValues#reject} what does not fit
   *     together, and is not called at all if the file is wrong by itself
   * @throws KeyparityException {@link ErrorCode#CONFIG_INVALID}, {@link
   *     ErrorCode#CONFIG_UNKNOWN_KEY} or {@link ErrorCode#UNREADABLE}
   */
  public static <T> T read(Path file, Schema schema, Function<ConfigValues, T> mapper) {
    byte[] bytes =
        DurableFile.at(file, DurableFile.WORLD_READABLE)
            .read(LARGEST)
            .orElseThrow(
                () ->
                    new KeyparityException(
                        ErrorCode.UNREADABLE,
                        schema.name() + " configuration " + file + ": no such file",
                        "an example is in share/config of the distribution"));
    return parse(file.toString(), bytes, schema, mapper);
  }

  /** The same for bytes that came another way. */
  public static <T> T parse(
      String name, byte[] bytes, Schema schema, Function<ConfigValues, T> mapper) {
    ConfigProblems problems = new ConfigProblems(name);
    RawValue raw = YamlReader.read(bytes, problems);
    problems.throwIfAny();
    ConfigValues values = new ConfigFile(problems).values("", raw, schema);
    problems.throwIfAny();
    T result = mapper.apply(values);
    problems.throwIfAny();
    return result;
  }

  private ConfigValues values(String prefix, RawValue raw, Schema schema) {
    Map<String, RawValue> given = new LinkedHashMap<>();
    flatten("", raw, schema, given);
    ConfigValues values = new ConfigValues(prefix, schema, problems);
    for (Setting<?> setting : schema.settings()) {
      RawValue value = given.remove(setting.key());
      if (value != null && value.content() != RawValue.NULL) {
        convert(prefix, setting, value, values);
      } else if (setting.isRequired()) {
        problems.add(
            value == null ? raw.line() : value.line(),
            prefix + setting.key(),
            "missing",
            setting.type().expected());
      }
      for (String retired : setting.retiredNames()) {
        RawValue old = given.remove(retired);
        if (old != null) {
          problems.addUnknown(
              old.line(), prefix + retired, "retired name", "its new name " + setting.key());
        }
      }
    }
    given.forEach((key, value) -> unknown(prefix, key, value, schema));
    return values;
  }

  /** Nested maps become dotted keys, down to the first key that is a setting. */
  private void flatten(String prefix, RawValue raw, Schema schema, Map<String, RawValue> out) {
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) raw.content()).entrySet()) {
      String key = prefix + entry.getKey();
      RawValue value = (RawValue) entry.getValue();
      boolean inner =
          schema.settings().stream().anyMatch(setting -> setting.key().startsWith(key + "."));
      if (inner && value.content() instanceof Map<?, ?>) {
        flatten(key + ".", value, schema, out);
      } else if (!inner || value.content() != RawValue.NULL) {
        RawValue before = out.put(key, value);
        if (before != null) {
          problems.add(value.line(), key, "given twice", "once, nested or with a dot");
        }
      }
    }
  }

  private void convert(String prefix, Setting<?> setting, RawValue raw, ConfigValues values) {
    String key = prefix + setting.key();
    Schema section = setting.section();
    Object value;
    if (section == null) {
      value = scalar(key, setting, raw);
    } else if (setting.isRepeated()) {
      value = items(key, setting, section, raw);
    } else {
      value = one(key, section, raw);
    }
    if (value != null) {
      values.put(setting, value, raw.line());
    }
  }

  private @Nullable Object scalar(String key, Setting<?> setting, RawValue raw) {
    try {
      return setting.type().parse(raw.plain());
    } catch (SettingType.Mismatch e) {
      problems.add(raw.line(), key, ConfigValues.shown(setting, e.given()), e.expected());
      return null;
    }
  }

  private @Nullable Object items(String key, Setting<?> setting, Schema item, RawValue raw) {
    if (!(raw.content() instanceof List<?> list)) {
      problems.add(raw.line(), key, "not a list", setting.type().expected());
      return null;
    }
    if (list.isEmpty() && setting.isRequired()) {
      problems.add(raw.line(), key, "empty", "at least one item");
    }
    List<ConfigValues> values = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      ConfigValues one = one(key + "[" + i + "]", item, (RawValue) list.get(i));
      if (one != null) {
        values.add(one);
      }
    }
    return List.copyOf(values);
  }

  private @Nullable ConfigValues one(String key, Schema section, RawValue raw) {
    if (raw.content() instanceof Map<?, ?>) {
      return values(key + ".", raw, section);
    }
    problems.add(raw.line(), key, "not a map", "settings as key: value");
    return null;
  }

  private void unknown(String prefix, String key, RawValue value, Schema schema) {
    TreeSet<String> known = new TreeSet<>();
    schema.settings().forEach(setting -> known.add(setting.key()));
    // The value is not shown: a mistyped name may well be that of a secret.
    problems.addUnknown(
        value.line(), prefix + key, "unknown setting", "one of " + String.join(", ", known));
  }
}
