package dev.keyparity.cli.gate;

import dev.keyparity.agent.LocalGate;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which gate of this host is meant. Filled in by picocli. */
final class GateChoice {
  @Option(
      names = "--service",
      paramLabel = "SERVICE",
      description = "Whose KMS. Default: the one service of this host.")
  @Nullable String service;

  @Option(
      names = "--agent-config",
      paramLabel = "FILE",
      description = "The agent's configuration. Default: /etc/keyparity/agent.yaml.")
  Path config = LocalGate.USUAL_CONFIG;

  LocalGate gate(Clock clock) {
    return LocalGate.of(config.toAbsolutePath().normalize(), service, clock);
  }
}
