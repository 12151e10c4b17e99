package dev.keyparity.cli.invocation;

import dev.keyparity.cli.console.OutputFormat;
import dev.keyparity.daemon.config.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every verb takes, before or after its name. Filled in by picocli. */
public final class GlobalOptions {
  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      description = "How results are written: table (for people), json or yaml. Default: table.")
  OutputFormat output = OutputFormat.table;

  @Option(
      names = "--no-color",
      scope = ScopeType.INHERIT,
      description = "No colour, as with NO_COLOR set or in a pipe. Colour only doubles words.")
  boolean noColor;

  @Option(
      names = "--timeout",
      scope = ScopeType.INHERIT,
      paramLabel = "DURATION",
      description = "How long to wait for one answer, as in 500ms, 10s or 2m.")
  @Nullable Duration timeout;

  @Option(
      names = "--context",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "Which context of cli.yaml to use. Default: the one it names.")
  @Nullable String context;

  @Option(
      names = "--coordinator",
      scope = ScopeType.INHERIT,
      split = ",",
      paramLabel = "HOST:PORT",
      description = "Coordinators to ask, whichever leads; several with commas.")
  List<HostPort> coordinators = List.of();

  @Option(
      names = "--tls-dir",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "Holds your tls.key, tls.crt and ca.crt, and operator.key to sign with.")
  @Nullable Path tlsDirectory;

  @Option(
      names = "--config",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description =
          "Contexts. Default: /etc/keyparity/cli.yaml and ~/.config/keyparity/cli.yaml; a context"
              + " of the second replaces one of the first.")
  @Nullable Path config;
}
