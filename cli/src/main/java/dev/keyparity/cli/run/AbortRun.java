package dev.keyparity.cli.run;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.signing.Confirmation;
import dev.keyparity.cli.signing.RevocationDraft;
import dev.keyparity.cli.signing.Signing;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.proto.coordinator.v1.ChangeRunRequest;
import dev.keyparity.proto.coordinator.v1.Run;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends a run before its end, and has every host refuse it from then on. */
@Command(
    name = "abort",
    description = {
      "End a run before its end. Backups stay; a host that was already changed stays as it is.",
      "",
      "It is signed with your operator key: every host of the service is told, and its agent refuses"
          + " whatever is asked of it in this run from then on, for ever. A host that cannot be told"
          + " now is told as soon as it can be; run show names it until then. Where agents demand"
          + " more than one signature, each operator gives the same command."
    })
final class AbortRun implements Verb {
  private final Invocation invocation;

  @Mixin RunChoice choice = new RunChoice();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it is signed.")
  String reason = "";

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  AbortRun(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    Run run = choice.find(invocation);
    RevocationDraft draft = RevocationDraft.of(run, reason, invocation.clock().instant());
    List<String> shown = new ArrayList<>(new RunView(run, true).lines(invocation.page()));
    shown.add("");
    shown.addAll(draft.lines(invocation.page()));
    new Confirmation(invocation)
        .require(String.join("\n", shown), "Abort run " + run.getId() + "?", yes);
    ChangeRunRequest request =
        ChangeRunRequest.newBuilder()
            .setService(run.getService())
            .setRun(run.getId())
            .setReason(draft.revocation().reason())
            .setRevocation(
                new Signing(invocation).signed(draft.document(), DocumentKind.REVOCATION))
            .build();
    invocation.show(new RunView(invocation.ask(admin -> admin.abortRun(request)), false));
    return ExitMeaning.OK;
  }
}
