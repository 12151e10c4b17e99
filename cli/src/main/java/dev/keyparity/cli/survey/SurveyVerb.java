package dev.keyparity.cli.survey;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.SurveyRequest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Asks every host what it can open. */
@Command(
    name = "survey",
    description = {
      "Ask each host, directly, for every version of every key: can you open this? Read-only.",
      "",
      "What was not answered, or is not permitted, counts as at risk."
    },
    footer = {
      "Examples:",
      "  keyparity survey kms-prod",
      "  keyparity survey kms-prod -o json | jq '.hosts[] | {host, only_here}'"
    })
public final class SurveyVerb implements Verb {
  private final Invocation invocation;

  @Parameters(paramLabel = "SERVICE", description = "The service.")
  String service = "";

  SurveyVerb(Invocation invocation) {
    this.invocation = invocation;
  }

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new SurveyVerb(invocation));
  }

  @Override
  public ExitMeaning run() {
    SurveyRequest request = SurveyRequest.newBuilder().setService(service).build();
    invocation.show(new SurveyView(service, invocation.askThoroughly(a -> a.survey(request))));
    return ExitMeaning.OK;
  }
}
