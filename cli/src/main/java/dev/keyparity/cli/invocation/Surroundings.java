package dev.keyparity.cli.invocation;

import dev.keyparity.cli.console.Console;
import dev.keyparity.cli.link.ChannelSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;

/**
 * All of the outside world that the command touches, so that a test can replace it.
 *
 * @param clock now, in the reader's zone
 * @param home the directory under which the person's own {@code .config/keyparity} lies
 * @param system the directory of the machine's configuration, {@code /etc/keyparity}
 * @param channels opens the way to a target's coordinators
 */
public record Surroundings(
    Console console,
    Map<String, String> environment,
    Clock clock,
    Path home,
    Path system,
    Function<Target, ChannelSource> channels) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }
}
