package dev.keyparity.cli.invocation;

import dev.keyparity.daemon.config.HostPort;
import java.nio.file.Path;
import java.util.List;

/**
 * Whom to talk to, and as whom.
 *
 * @param coordinators at least one
 * @param tlsDirectory holds tls.key, tls.crt, ca.crt and operator.key
 */
public record Target(List<HostPort> coordinators, Path tlsDirectory) {
  public Target {
    coordinators = List.copyOf(coordinators);
  }
}
