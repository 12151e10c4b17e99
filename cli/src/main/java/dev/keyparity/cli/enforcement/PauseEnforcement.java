package dev.keyparity.cli.enforcement;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.EnforcementRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps keyparity from acting by itself. */
@Command(
    name = "pause",
    description = {
      "Have keyparity do nothing to a service by itself; it goes on watching and telling.",
      "",
      "A pause has no end of its own: status, the status page and, after 8 hours, an alert say that"
          + " it stands."
    },
    footer = {
      "Examples:",
      "  keyparity enforcement pause kms-prod --reason 'storage work, CHG-4711'"
    })
final class PauseEnforcement implements Verb {
  private final Invocation invocation;

  @Parameters(paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; for those who find it paused.")
  String reason = "";

  PauseEnforcement(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    EnforcementRequest request =
        EnforcementRequest.newBuilder().setService(service).setReason(reason).build();
    invocation.show(
        new EnforcementView(service, invocation.ask(admin -> admin.pauseEnforcement(request))));
    return ExitMeaning.OK;
  }
}
