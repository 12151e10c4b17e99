package dev.keyparity.cli.invocation;

import dev.keyparity.cli.link.Addresses;
import dev.keyparity.daemon.config.HostPort;
import dev.keyparity.daemon.config.SettingType;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** How option values that are more than a word are read. */
public final class Converters {
  private Converters() {}

  public static void register(CommandLine line) {
    line.registerConverter(Duration.class, Converters::duration);
    line.registerConverter(HostPort.class, Converters::address);
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
