package dev.keyparity.cli.run;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows one run. */
@Command(
    name = "show",
    description = "Show a run: its steps, and if it stands still, why and what to do.",
    footer = {
      "Examples:",
      "  keyparity run show kms-prod",
      "  keyparity run show 8c1f22d09a3e-51d0 -o json"
    })
final class ShowRun implements Verb {
  private final Invocation invocation;

  @Mixin RunChoice choice = new RunChoice();

  ShowRun(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    invocation.show(new RunView(choice.find(invocation), true));
    return ExitMeaning.OK;
  }
}
