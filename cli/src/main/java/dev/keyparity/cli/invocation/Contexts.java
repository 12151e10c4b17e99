package dev.keyparity.cli.invocation;

import dev.keyparity.daemon.config.ConfigFile;
import dev.keyparity.daemon.config.ConfigValues;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.config.Schema;
import dev.keyparity.daemon.config.Setting;
import dev.keyparity.daemon.config.SettingType;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The named contexts of {@code cli.yaml}: which coordinators, and the directory of one's own TLS
 * material. Immutable.
 *
 * @param usual the context that is meant where none is named; null if the file names none
 */
record Contexts(@Nullable String usual, Map<String, Target> byName) {
  private static final Setting<String> NAME =
      Setting.string("name").required().doc("What --context takes.");
  private static final Setting<List<HostPort>> COORDINATORS =
      Setting.listOf("coordinators", SettingType.HOST_PORT)
          .required()
          .doc("Coordinators of one group, in the order in which they are tried.");
  private static final Setting<Path> TLS_DIRECTORY =
      Setting.path("tls_directory")
          .required()
          .doc("Directory of your tls.key, tls.crt and ca.crt, and of operator.key.");
  private static final Setting<String> USUAL =
      Setting.string("context").doc("The context that is meant where none is named.");
  private static final Schema CONTEXT = Schema.of("context", NAME, COORDINATORS, TLS_DIRECTORY);
  private static final Setting<List<ConfigValues>> CONTEXTS =
      Setting.sections("contexts", CONTEXT).doc("The coordinator groups you operate.");

  /** What {@code cli.yaml} may say. */
  static final Schema SCHEMA = Schema.of("cli", USUAL, CONTEXTS);

  Contexts {
    byName = Map.copyOf(byName);
  }

  static Contexts none() {
    return new Contexts(null, Map.of());
  }

  static Contexts read(Path file) {
    return ConfigFile.read(file, SCHEMA, Contexts::of);
  }

  /** Reads every file that is there; what a later one says replaces what an earlier one said. */
  static Contexts readWhatIsThere(List<Path> files) {
    Contexts all = none();
    for (Path file : files) {
      if (Files.exists(file)) {
        all = all.replacedBy(read(file));
      }
    }
    return all;
  }

  private static Contexts of(ConfigValues values) {
    Map<String, Target> byName = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    for (ConfigValues context : values.get(CONTEXTS)) {
      String name = context.get(NAME);
      if (!names.add(name)) {
        context.reject(NAME, "a name that no other context has");
      }
      List<HostPort> coordinators = context.get(COORDINATORS);
      if (coordinators.isEmpty()) {
        context.reject(COORDINATORS, "at least one host:port");
      }
      byName.put(name, new Target(coordinators, context.get(TLS_DIRECTORY)));
    }
    return new Contexts(values.find(USUAL).orElse(null), byName);
  }

  private Contexts replacedBy(Contexts later) {
    Map<String, Target> all = new LinkedHashMap<>(byName);
    all.putAll(later.byName);
    return new Contexts(later.usual == null ? usual : later.usual, all);
  }

  /**
   * The context of that name, or the usual one.
   *
   * @return null if none is named and there is no usual one
   */
  @Nullable Target named(@Nullable String name) {
    String wanted = name == null ? usual : name;
    if (wanted == null) {
      return byName.size() == 1 ? byName.values().iterator().next() : null;
    }
    Target target = byName.get(wanted);
    if (target == null) {
      throw new KeyparityException(
          ErrorCode.CONFIG_INVALID,
          "context: %s (expected: one of cli.yaml's: %s)"
              .formatted(wanted, byName.isEmpty() ? "none" : String.join(", ", sorted())),
          "cli.yaml is read from /etc/keyparity and from ~/.config/keyparity; --config names"
              + " another");
    }
    return target;
  }

  private List<String> sorted() {
    return byName.keySet().stream().sorted().toList();
  }
}
