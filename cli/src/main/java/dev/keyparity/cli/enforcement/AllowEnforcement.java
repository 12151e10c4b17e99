package dev.keyparity.cli.enforcement;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.signing.AllowanceReview;
import dev.keyparity.cli.signing.Confirmation;
import dev.keyparity.cli.signing.Signing;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.proto.coordinator.v1.AllowEnforcementReply;
import dev.keyparity.proto.coordinator.v1.AllowEnforcementRequest;
import dev.keyparity.wording.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs, once, what a service's policy may do by itself. */
@Command(
    name = "allow",
    description = {
      "Sign what the service's policy may do by itself, until then.",
      "",
      "With on_drift: repair, the approved key file may be put back where it is gone or cut, and the"
          + " KMS of that host started. Each agent looks for itself: a file in which anything else"
          + " stands, another key above all, waits for an operator. A KMS that may serve the"
          + " approved key is not stopped. A newly approved key ends it: sign again."
    },
    footer = {"Examples:", "  keyparity enforcement allow kms-prod --for 90d --reason CHG-4711"})
final class AllowEnforcement implements Verb {
  private final Invocation invocation;

  @Parameters(paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Option(
      names = "--for",
      required = true,
      paramLabel = "DURATION",
      description = "For how long, from 1h to 366d.")
  Duration length = Duration.ZERO;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it is signed, and shown.")
  String reason = "";

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  AllowEnforcement(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    AllowEnforcementRequest request =
        AllowEnforcementRequest.newBuilder()
            .setService(service)
            .setForMs(length.toMillis())
            .setReason(reason.strip())
            .build();
    byte[] draft =
        invocation.ask(admin -> admin.allowEnforcement(request)).getWarrantDraft().toByteArray();
    Warrant warrant = new AllowanceReview(request, invocation.clock().instant()).review(draft);
    new Confirmation(invocation).require(words(warrant), "Sign and allow it?", yes);
    AllowEnforcementRequest signed =
        request.toBuilder().setWarrant(new Signing(invocation).warrant(draft)).build();
    AllowEnforcementReply recorded = invocation.ask(admin -> admin.allowEnforcement(signed));
    Signing.requireEnough(recorded.getRecorded(), service + ": signed, and not allowed yet");
    invocation.show(new AllowedView(service, Times.ofMillis(recorded.getUntilMs())));
    return ExitMeaning.OK;
  }

  private String words(Warrant warrant) {
    String hosts = warrant.acts().stream().map(Act::host).collect(Collectors.joining(", "));
    return """
        policy of %s may put the approved key file back where it is gone or cut
          on %s
          file %s
          until %s %s, without asking again
          reason: %s"""
        .formatted(
            warrant.service(),
            hosts,
            warrant.acts().get(0).bounds().get("installs"),
            invocation.times().dayAndMinute(warrant.expiresAt()),
            invocation.times().zone(warrant.expiresAt()),
            warrant.reason());
  }

  private record AllowedView(String service, Instant until) implements View {
    @Override
    public Document document() {
      return Document.schema("keyparity.enforcement-allowed/1")
          .put("service", service)
          .put("until", until)
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      return List.of(
          "%s: policy repair is allowed until %s %s"
              .formatted(service, page.times().dayAndMinute(until), page.times().zone(until)));
    }
  }
}
