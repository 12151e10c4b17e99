package dev.keyparity.cli.run;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.signing.Confirmation;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.ChangeRunRequest;
import dev.keyparity.proto.coordinator.v1.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends a run before its end. */
@Command(
    name = "abort",
    description = {
      "End a run before its end. Backups stay; a host that was already changed stays as it is."
    })
final class AbortRun implements Verb {
  private final Invocation invocation;

  @Mixin RunChoice choice = new RunChoice();

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  String reason = "";

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  AbortRun(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    Run run = choice.find(invocation);
    String shown = String.join("\n", new RunView(run, true).lines(invocation.page()));
    new Confirmation(invocation).require(shown, "Abort run " + run.getId() + "?", yes);
    ChangeRunRequest request =
        ChangeRunRequest.newBuilder()
            .setService(run.getService())
            .setRun(run.getId())
            .setReason(reason)
            .build();
    invocation.show(new RunView(invocation.ask(admin -> admin.abortRun(request)), false));
    return ExitMeaning.OK;
  }
}
