package dev.keyparity.testbed.kms;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Faults and vendor habits that a run of the stand-in imitates; all are off unless asked for.
 *
 * <p>Each is a system property {@code keyparity.stand-in.NAME} or, where that is not set, an
 * environment variable {@code KMS_STAND_IN_NAME} with the name in upper case and dashes as
 * underscores.
 *
 * @param checkHosts ({@code check-hosts}, true or false) refuse to start while another host's
 *     published key differs, as the vendor does
 * @param startDelay ({@code start-delay-ms}) how long the start stands still before the ring is
 *     read
 * @param failStart ({@code fail-start}, true or false) end the start with an error
 * @param hangStop ({@code hang-stop}, true or false) never end on SIGTERM; only SIGKILL does
 */
record Switches(boolean checkHosts, Duration startDelay, boolean failStart, boolean hangStop) {
  static final String PROPERTY_PREFIX = "keyparity.stand-in.";
  static final String VARIABLE_PREFIX = "KMS_STAND_IN_";

  static final Switches NONE = new Switches(false, Duration.ZERO, false, false);

  /**
   * Reads the switches of this process; a value that is not understood is refused rather than taken
   * as off.
   */
  static Switches read(
      Function<String, @Nullable String> properties, Map<String, String> environment) {
    return new Switches(
        flag(properties, environment, "check-hosts"),
        Duration.ofMillis(millis(properties, environment, "start-delay-ms")),
        flag(properties, environment, "fail-start"),
        flag(properties, environment, "hang-stop"));
  }

  private static boolean flag(
      Function<String, @Nullable String> properties, Map<String, String> environment, String name) {
    String value = value(properties, environment, name, "false");
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "switch " + name + ": " + value + " (expected: true or false)");
    };
  }

  private static long millis(
      Function<String, @Nullable String> properties, Map<String, String> environment, String name) {
    String value = value(properties, environment, name, "0");
    if (!value.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          "switch " + name + ": " + value + " (expected: whole milliseconds)");
    }
    return Long.parseLong(value);
  }

  private static String value(
      Function<String, @Nullable String> properties,
      Map<String, String> environment,
      String name,
      String absent) {
    String property = properties.apply(PROPERTY_PREFIX + name);
    if (property != null) {
      return property;
    }
    String variable = VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    String value = environment.get(variable);
    // An environment file can only set a variable to nothing, not unset it.
    return value == null || value.isEmpty() ? absent : value;
  }
}
