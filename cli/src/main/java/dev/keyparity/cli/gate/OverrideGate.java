package dev.keyparity.cli.gate;

import dev.keyparity.agent.LocalGate;
import dev.keyparity.agent.gate.GateOverride;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets the KMS of this host start for a while, whatever its gate finds. */
@Command(
    name = "override",
    description = {
      "Let the KMS of this host start for a while, whatever key the gate finds.",
      "",
      "For emergencies: a KMS with another key makes keys unreadable, depending on which host"
          + " answers. It ends by itself, at the latest with the next start of this host; the agent"
          + " writes it into its audit log, and an alert stands until it is over."
    },
    footer = {
      "Examples:",
      "  sudo keyparity gate override --for 30m --reason \"vendor case 4711\""
    })
final class OverrideGate implements Verb {
  private final Invocation invocation;

  @Mixin GateChoice choice = new GateChoice();

  @Option(
      names = "--for",
      required = true,
      paramLabel = "DURATION",
      description = "For how long, from 1s to 4h.")
  Duration length = Duration.ZERO;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; one line for the audit log, the journal and whoever is paged.")
  String reason = "";

  OverrideGate(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    if (length.toSeconds() == 0 || length.compareTo(GateOverride.LONGEST) > 0) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "--for: %s (expected: 1s to %dh)".formatted(length, GateOverride.LONGEST.toHours()),
          "give it again when it is over: that is written down again");
    }
    LocalGate gate = choice.gate(invocation.clock());
    gate.override(Duration.ofSeconds(length.toSeconds()), invocation.person(), reason.strip());
    invocation.show(OverridesView.of(gate));
    if (invocation.isForPeople()) {
      invocation.console().say("  the agent audits it once it sees it, or at its start");
      invocation.console().say("  keyparity gate end --reason …   ends it before its time");
    }
    return ExitMeaning.OK;
  }
}
