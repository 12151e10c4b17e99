package dev.keyparity.cli.invocation;

import dev.keyparity.cli.link.Addresses;
import dev.keyparity.daemon.config.HostPort;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** How option values that are more than a word are read. */
public final class Converters {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private Converters() {}

  public static void register(CommandLine line) {
    line.registerConverter(Duration.class, Converters::duration);
    line.registerConverter(HostPort.class, Converters::address);
  }

  static Duration duration(String text) {
    Matcher match = DURATION.matcher(text);
    if (!match.matches()) {
      throw new TypeConversionException(text + " (expected: as in 500ms, 10s, 5m, 2h or 90d)");
    }
    long number = Long.parseLong(match.group(1));
    Duration duration =
        switch (match.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
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
