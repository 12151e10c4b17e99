package dev.keyparity.cli.enforcement;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.EnforcementRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets keyparity act by itself again. */
@Command(
    name = "resume",
    description = {
      "End a pause, whoever began it: from then on what the service file says is done about drift is"
          + " done again."
    },
    footer = {"Examples:", "  keyparity enforcement resume kms-prod"})
final class ResumeEnforcement implements Verb {
  private final Invocation invocation;

  @Parameters(paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; for the history.")
  String reason = "";

  ResumeEnforcement(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    EnforcementRequest request =
        EnforcementRequest.newBuilder().setService(service).setReason(reason).build();
    invocation.show(
        new EnforcementView(service, invocation.ask(admin -> admin.resumeEnforcement(request))));
    return ExitMeaning.OK;
  }
}
