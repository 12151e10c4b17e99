package dev.keyparity.cli.link;

import dev.keyparity.daemon.config.HostPort;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as people and coordinators write them. */
public final class Addresses {
  private static final Pattern ADDRESS =
      Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9a-fA-F:.]+])(?::([0-9]{1,5}))?");

  /** Where a coordinator serves operators unless it is told otherwise. */
  public static final int USUAL_PORT = 7418;

  private Addresses() {}

  /** Reads {@code host:port}, or {@code host} alone with the usual port. */
  public static Optional<HostPort> parse(String text) {
    Matcher match = ADDRESS.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    int port = match.group(2) == null ? USUAL_PORT : Integer.parseInt(match.group(2));
    return port < 1 || port > 65535
        ? Optional.empty()
        : Optional.of(new HostPort(match.group(1), port));
  }
}
