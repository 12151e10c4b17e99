package dev.keyparity.daemon.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A value as the file has it, with its line.
 *
 * @param content {@code String}, {@code Long}, {@code Boolean}, {@code NULL}, a list or a map of
 *     raw values
 */
record RawValue(Object content, int line) {
  /** {@code key:} with nothing behind it. */
  static final Object NULL =
      new Object() {
        @Override
        public String toString() {
          return "(nothing)";
        }
      };

  /** The value without lines, as {@link SettingType} reads it. */
  Object plain() {
    if (content instanceof List<?> list) {
      return list.stream().map(item -> ((RawValue) item).plain()).collect(Collectors.toList());
    }
    if (content instanceof Map<?, ?> map) {
      Map<Object, Object> plain = new LinkedHashMap<>();
      map.forEach((key, value) -> plain.put(key, ((RawValue) value).plain()));
      return plain;
    }
    return content;
  }
}
