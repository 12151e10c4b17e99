package dev.keyparity.daemon.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The settings a file, or one item of a list in it, may have, in the order of the reference. */
public final class Schema {
  private final String name;
  private final List<Setting<?>> settings;

  private Schema(String name, List<Setting<?>> settings) {
    this.name = name;
    this.settings = List.copyOf(settings);
  }

  /**
   * @throws IllegalArgumentException if a name is declared twice or a sentence is missing
   */
  public static Schema of(String name, Setting<?>... settings) {
    List<Setting<?>> all = new ArrayList<>();
    Collections.addAll(all, settings);
    Set<String> names = new HashSet<>();
    for (Setting<?> setting : all) {
      if (setting.doc().isEmpty()) {
        throw new IllegalArgumentException(
            "setting " + setting.key() + ": no doc (expected: one sentence)");
      }
      List<String> own = new ArrayList<>(setting.retiredNames());
      own.add(setting.key());
      for (String one : own) {
        if (!names.add(one)) {
          throw new IllegalArgumentException(
              "setting " + one + ": declared twice (expected: once)");
        }
      }
    }
    refuseNestedNames(all);
    return new Schema(name, all);
  }

  private static void refuseNestedNames(List<Setting<?>> settings) {
    for (Setting<?> outer : settings) {
      for (Setting<?> inner : settings) {
        if (inner.key().startsWith(outer.key() + ".")) {
          throw new IllegalArgumentException(
              "setting %s: also the beginning of %s (expected: one or the other)"
                  .formatted(outer.key(), inner.key()));
        }
      }
    }
  }

  public String name() {
    return name;
  }

  List<Setting<?>> settings() {
    return settings;
  }

  /** The reference table in Markdown, with the settings of nested lists as {@code list[].key}. */
  public String toMarkdown() {
    StringBuilder out = new StringBuilder();
    out.append("| setting | type | default | meaning |\n|---|---|---|---|\n");
    appendRows("", out);
    return out.toString();
  }

  private void appendRows(String prefix, StringBuilder out) {
    for (Setting<?> setting : settings) {
      String key = prefix + setting.key();
      out.append("| `").append(key).append("` | ");
      out.append(setting.type().name().replace("|", " \\| ")).append(" | ");
      out.append(defaultText(setting)).append(" | ").append(setting.doc());
      if (setting.isSecret()) {
        out.append(" Secret: shown nowhere.");
      }
      if (!setting.retiredNames().isEmpty()) {
        out.append(" Formerly `").append(String.join("`, `", setting.retiredNames())).append("`.");
      }
      out.append(" |\n");
      Schema section = setting.section();
      if (section != null) {
        section.appendRows(key + (setting.isRepeated() ? "[]." : "."), out);
      }
    }
  }

  private static String defaultText(Setting<?> setting) {
    if (setting.isRequired()) {
      return "required";
    }
    Object value = setting.defaultValue();
    if (value == null || setting.section() != null) {
      return "none";
    }
    return setting.isSecret() ? "(redacted)" : "`" + ConfigValues.render(value) + "`";
  }
}
