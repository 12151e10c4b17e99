package dev.keyparity.cli.gate;

import dev.keyparity.agent.LocalGate;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends an override before its time is over. */
@Command(
    name = "end",
    description = "End an override before its time is over: the gate judges again.",
    footer = {"Examples:", "  sudo keyparity gate end --reason \"key repaired\""})
final class EndOverride implements Verb {
  private final Invocation invocation;

  @Mixin GateChoice choice = new GateChoice();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; one line for the audit log.")
  String reason = "";

  EndOverride(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    LocalGate gate = choice.gate(invocation.clock());
    gate.override(Duration.ZERO, invocation.person(), reason.strip());
    invocation.show(OverridesView.of(gate));
    return ExitMeaning.OK;
  }
}
