package dev.keyparity.cli.invocation;

import dev.keyparity.cli.console.Console;
import dev.keyparity.cli.link.ChannelSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All of the outside world that the command touches, so that a test can replace it.
 *
 * @param clock now, in the reader's zone
 * @param home the directory under which the person's own {@code .config/keyparity} lies
 * @param system the directory of the machine's configuration, {@code /etc/keyparity}
 * @param channels opens the way to a target's coordinators
 * @param secrets asks for a line that is not shown while it is typed; null where nobody can be
 *     asked
 */
public record Surroundings(
    Console console,
    Map<String, String> environment,
    Clock clock,
    Path home,
    Path system,
    Function<Target, ChannelSource> channels,
    Function<String, char @Nullable []> secrets) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }
}
