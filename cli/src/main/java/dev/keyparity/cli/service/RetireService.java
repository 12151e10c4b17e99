package dev.keyparity.cli.service;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.signing.Confirmation;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.RetireServiceRequest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends the guarding of a service. */
@Command(
    name = "retire",
    description = {
      "Stop guarding a service. Its keys, backups and KMS processes stay as they are; nobody watches"
          + " them any more."
    })
final class RetireService implements Verb {
  private final Invocation invocation;

  @Parameters(paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  String reason = "";

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  RetireService(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    new Confirmation(invocation)
        .require(
            "%s will be guarded no longer: drift is not seen, no backup is made. Nothing on its hosts"
                    .formatted(service)
                + " is changed.",
            "Retire " + service + "?",
            yes);
    RetireServiceRequest request =
        RetireServiceRequest.newBuilder().setService(service).setReason(reason).build();
    invocation.ask(admin -> admin.retireService(request));
    invocation.show(new RetiredView(service));
    return ExitMeaning.OK;
  }

  private record RetiredView(String service) implements View {
    @Override
    public Document document() {
      return Document.schema("keyparity.service-retired/1").put("service", service).build();
    }

    @Override
    public List<String> lines(Page page) {
      return List.of(service + " is retired");
    }
  }
}
