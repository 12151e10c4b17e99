package dev.keyparity.cli.keyring;

import dev.keyparity.cli.invocation.Invocation;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The noun {@code keyring} and its verbs. */
@Command(
    name = "keyring",
    description = {
      "Look at key directories and ring files on this machine, offline.",
      "",
      "Nothing is changed, gpg is not run, and no secret byte is shown."
    })
public final class KeyringVerbs {
  private KeyringVerbs() {}

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new KeyringVerbs())
        .addSubcommand(new InspectKeyring(invocation))
        .addSubcommand(new CompareKeyrings(invocation));
  }
}
