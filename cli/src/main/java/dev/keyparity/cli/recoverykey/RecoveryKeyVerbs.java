package dev.keyparity.cli.recoverykey;

import dev.keyparity.cli.invocation.Invocation;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The noun {@code recovery-key} and its verbs. */
@Command(
    name = "recovery-key",
    description = {
      "An organization's OpenPGP keys to which every backup is also encrypted, so that gpg and tar"
          + " suffice if a host and keyparity are gone. Nothing is enabled until the holder of one has"
          + " proved that it opens."
    })
public final class RecoveryKeyVerbs {
  private RecoveryKeyVerbs() {}

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new RecoveryKeyVerbs())
        .addSubcommand(new InitRecoveryKey(invocation))
        .addSubcommand(new ListRecoveryKeys(invocation))
        .addSubcommand(new ProveRecoveryKey(invocation));
  }
}
