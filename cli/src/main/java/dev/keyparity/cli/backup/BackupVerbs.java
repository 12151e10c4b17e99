package dev.keyparity.cli.backup;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.NotBuilt;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The noun {@code backup} and its verbs. */
@Command(
    name = "backup",
    description = {
      "Backups of the key directory and the KMS's configuration directory of each host: encrypted to"
          + " the host and to the organization's recovery keys, read back, copied to another host."
    })
public final class BackupVerbs {
  private BackupVerbs() {}

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new BackupVerbs())
        .addSubcommand(new CreateBackup(invocation))
        .addSubcommand(new ListBackups(invocation))
        .addSubcommand(new VerifyBackup(invocation))
        .addSubcommand("restore", NotBuilt.line("backup restore"));
  }
}
