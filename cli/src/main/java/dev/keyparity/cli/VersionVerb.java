package dev.keyparity.cli;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import picocli.CommandLine.Command;

/** Says which version this is. */
@Command(name = "version", description = "Say which version this is.")
final class VersionVerb implements Verb {
  private final Invocation invocation;

  VersionVerb(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    invocation.show(VersionView.ofThis());
    return ExitMeaning.OK;
  }
}
