package dev.keyparity.cli.invocation;

import dev.keyparity.cli.link.Addresses;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.config.SettingType;
import dev.keyparity.daemon.identity.Role;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** How option values that are more than a word are read. */
public final class Converters {
  private Converters() {}

  public static void register(CommandLine line) {
    line.registerConverter(Duration.class, Converters::duration);
    line.registerConverter(HostPort.class, Converters::address);
    line.registerConverter(Role.class, Converters::role);
  }

  private static Role role(String text) {
    return Arrays.stream(Role.values())
        .filter(role -> role.text().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    text + " (expected: one of " + String.join(", ", new RoleNames()) + ")"));
  }

  /** The roles as they are typed; picocli would offer the names in our code. */
  public static final class RoleNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Role.values()).map(Role::text).iterator();
    }
  }

  static Duration duration(String text) {
    Duration duration =
        SettingType.durationOf(text)
            .orElseThrow(
                () ->
                    new TypeConversionException(
                        text + " (expected: as in 500ms, 10s, 5m, 2h or 90d)"));
    if (duration.isZero()) {
      throw new TypeConversionException(text + " (expected: more than 0)");
    }
    return duration;
  }

  private static HostPort address(String text) {
    return Addresses.parse(text)
        .orElseThrow(() -> new TypeConversionException(text + " (expected: host:port)"));
  }
}
