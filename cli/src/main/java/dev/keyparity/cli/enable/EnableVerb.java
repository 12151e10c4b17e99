package dev.keyparity.cli.enable;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.PlanOptions;
import dev.keyparity.cli.invocation.SigningOptions;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.run.Launch;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a service highly available. */
@Command(
    name = "enable",
    description = {
      "Make a KMS service highly available: back up and survey every host, put the reference's key on"
          + " all of them, restart one by one, prove it.",
      "",
      "The plan is shown; after your yes it is signed with your operator key, started and followed."
          + " Ctrl-C leaves; the run goes on. Where hosts hold different keys it stops, blocked, with"
          + " everything backed up and nothing changed (exit 7), and says what to do.",
      "",
      "Exits 0 if it is done, 7 if it stands still for an operator, 8 if a safety rule refuses it."
    },
    footer = {
      "Examples:",
      "  keyparity enable kms-prod --reference kms1",
      "  keyparity enable kms-prod --reference kms1 --hold-before restart-kms",
      "  keyparity enable kms-prod --reference kms1 --yes -o json | jq .state"
    })
public final class EnableVerb implements Verb {
  private final Invocation invocation;

  @Parameters(paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Mixin PlanOptions options = new PlanOptions();
  @Mixin SigningOptions signing = new SigningOptions();

  EnableVerb(Invocation invocation) {
    this.invocation = invocation;
  }

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new EnableVerb(invocation));
  }

  @Override
  public ExitMeaning run() throws InterruptedException {
    MakePlanRequest request =
        MakePlanRequest.newBuilder()
            .setService(service)
            .setKind(MakePlanRequest.Kind.ENABLE)
            .setReference(options.reference())
            .setTransfer(options.transfer())
            .addAllHoldBefore(options.holdBefore())
            .setTicket(signing.ticket())
            .setExpiresIn(signing.expiresText())
            .build();
    return new Launch(invocation).begin(request, signing);
  }
}
