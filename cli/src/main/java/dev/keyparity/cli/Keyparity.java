package dev.keyparity.cli;

import dev.keyparity.cli.invocation.GlobalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself, above all verbs. */
@Command(
    name = "keyparity",
    description = {
      "Keeps one private key on every host of a Key Trustee KMS, without ever losing a key, and"
          + " proves it."
    },
    footer = {
      "Results go to stdout, talk to stderr. Exit codes: 0 ok, 1 internal, 2 usage, 3 configuration,"
          + " 4 unreachable, 5 no leader, 6 not in parity, 7 blocked (waits for an operator),"
          + " 8 refused by a safety rule."
    })
final class Keyparity {
  @Mixin final GlobalOptions options = new GlobalOptions();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help, or that of the verb before it.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "Say which version this is.")
  boolean version;
}
