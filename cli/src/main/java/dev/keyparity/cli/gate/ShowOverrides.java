package dev.keyparity.cli.gate;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows every override that was given on this host. */
@Command(
    name = "show",
    description = "Show every override that was given on this host, and the one in force.",
    footer = {"Examples:", "  sudo keyparity gate show"})
final class ShowOverrides implements Verb {
  private final Invocation invocation;

  @Mixin GateChoice choice = new GateChoice();

  ShowOverrides(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    invocation.show(OverridesView.of(choice.gate(invocation.clock())));
    return ExitMeaning.OK;
  }
}
