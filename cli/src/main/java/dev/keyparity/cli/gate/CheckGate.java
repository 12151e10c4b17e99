package dev.keyparity.cli.gate;

import dev.keyparity.agent.LocalGate;
import dev.keyparity.agent.gate.GateFinding;
import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what the gate would say if the KMS were started now. */
@Command(
    name = "check",
    description = {
      "Say what the gate would say if the KMS were started now; changes nothing.",
      "",
      "Exits 0 if the KMS may start (also where no gate is switched on), else 6."
    },
    footer = {"Examples:", "  sudo keyparity gate check", "  sudo keyparity gate check -o json"})
final class CheckGate implements Verb {
  private final Invocation invocation;

  @Mixin GateChoice choice = new GateChoice();

  CheckGate(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    LocalGate gate = choice.gate(invocation.clock());
    if (gate.isOff()) {
      invocation.show(new OffView(gate.service(), gate.host(), choice.config.toString()));
      return ExitMeaning.OK;
    }
    GateView view = new GateView(gate.service(), gate.host(), gate.look());
    invocation.show(view);
    if (view.look().decision().finding() == GateFinding.STATE_UNREADABLE) {
      invocation.console().say("  asked as root, as the unit asks? sudo keyparity gate check");
    }
    return view.look().starts() ? ExitMeaning.OK : ExitMeaning.NOT_IN_PARITY;
  }

  /** A gate that is not switched on. */
  private record OffView(String service, String host, String config) implements View {
    @Override
    public Document document() {
      return GateView.head(service, host, "absent", true)
          .put("finding", Document.NOTHING)
          .put("reasons", Document.texts(List.of()))
          .put("override", Document.NOTHING)
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      return List.of(
          "%s has no start gate: gate is off in %s".formatted(service, config),
          "  docs/operations/start-gate.md says how to switch it on");
    }
  }
}
