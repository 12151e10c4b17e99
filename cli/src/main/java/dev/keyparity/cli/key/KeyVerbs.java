package dev.keyparity.cli.key;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.NotBuilt;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The noun {@code key} and its verbs. */
@Command(
    name = "key",
    description = "Acts on single key versions, each with an operator's warrant.")
public final class KeyVerbs {
  private KeyVerbs() {}

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new KeyVerbs())
        .addSubcommand(new ForgetKeyVersion(invocation))
        .addSubcommand("export", NotBuilt.line("key export"))
        .addSubcommand("import", NotBuilt.line("key import"));
  }
}
