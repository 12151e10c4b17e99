package dev.keyparity.cli.enforcement;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.EnforcementRequest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends what operators let policy do. */
@Command(
    name = "forbid",
    description = {
      "End what was signed for the service's policy before its time.",
      "",
      "Drift is told as before, and nothing is done about it by itself. A run that policy began goes"
          + " on; abort it if it must not."
    },
    footer = {"Examples:", "  keyparity enforcement forbid kms-prod --reason 'CHG-4712'"})
final class ForbidEnforcement implements Verb {
  private final Invocation invocation;

  @Parameters(paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; for the record.")
  String reason = "";

  ForbidEnforcement(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    EnforcementRequest request =
        EnforcementRequest.newBuilder().setService(service).setReason(reason).build();
    boolean changed = invocation.ask(admin -> admin.forbidEnforcement(request)).getChanged();
    invocation.show(new ForbiddenView(service, changed));
    return ExitMeaning.OK;
  }

  private record ForbiddenView(String service, boolean changed) implements View {
    @Override
    public Document document() {
      return Document.schema("keyparity.enforcement-forbidden/1")
          .put("service", service)
          .put("changed", changed)
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      return List.of(
          changed
              ? service + ": policy does nothing by itself any more"
              : service + ": nothing was allowed; nothing is changed");
    }
  }
}
