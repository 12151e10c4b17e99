package dev.keyparity.cli.plan;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.PlanOptions;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.signing.Asked;
import dev.keyparity.cli.signing.PlanView;
import dev.keyparity.cli.signing.ReviewedPlan;
import dev.keyparity.cli.signing.Signing;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what enable would do. */
@Command(
    name = "plan",
    description = {
      "Show what enable would do: every step, what each host holds now, and what a signature would"
          + " allow. Changes nothing.",
      "",
      "The plan is kept for a while: keyparity approve PLAN signs it."
    },
    footer = {
      "Examples:",
      "  keyparity plan kms-prod --reference kms1",
      "  keyparity plan kms-prod --reference kms1 -o json | jq .plan.steps"
    })
public final class PlanVerb implements Verb {
  private final Invocation invocation;

  @Parameters(paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Mixin PlanOptions options = new PlanOptions();

  @Option(names = "--ticket", paramLabel = "TICKET", description = "The change ticket.")
  String ticket = "";

  PlanVerb(Invocation invocation) {
    this.invocation = invocation;
  }

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new PlanVerb(invocation));
  }

  @Override
  public ExitMeaning run() {
    MakePlanRequest request =
        MakePlanRequest.newBuilder()
            .setService(service)
            .setKind(MakePlanRequest.Kind.ENABLE)
            .setReference(options.reference())
            .setTransfer(options.transfer())
            .addAllHoldBefore(options.holdBefore())
            .setTicket(ticket)
            .build();
    ReviewedPlan plan = new Signing(invocation).make(request, Asked.USUAL_VALIDITY);
    invocation.show(new PlanView(plan));
    if (invocation.isForPeople()) {
      invocation.console().say("");
      invocation.console().say("keyparity approve " + plan.id() + " --start   signs and starts it");
    }
    return ExitMeaning.OK;
  }
}
