package dev.keyparity.cli.service;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.ListServicesRequest;
import dev.keyparity.proto.coordinator.v1.ServiceEntry;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one service's declaration. */
@Command(
    name = "show",
    description = "Print a service's file as it was applied last.",
    footer = {"Examples:", "  keyparity service show kms-prod > kms-prod.yaml"})
final class ShowService implements Verb {
  private final Invocation invocation;

  @Parameters(paramLabel = "SERVICE", description = "The service.")
  String service = "";

  ShowService(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    ServiceEntry entry =
        invocation
            .ask(admin -> admin.listServices(ListServicesRequest.getDefaultInstance()))
            .getServicesList()
            .stream()
            .filter(one -> one.getService().equals(service))
            .findFirst()
            .orElseThrow(
                () ->
                    new KeyparityException(
                        ErrorCode.NO_SUCH_SERVICE,
                        "service: " + service + " (expected: one that is declared)",
                        "keyparity service list"));
    invocation.show(new ServiceView(entry));
    return ExitMeaning.OK;
  }

  private record ServiceView(ServiceEntry entry) implements View {
    @Override
    public Document document() {
      return Document.schema("keyparity.service/1")
          .put("service", entry.getService())
          .put("version", entry.getVersion())
          .put("service_file", entry.getServiceFile().toStringUtf8())
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      return entry.getServiceFile().toStringUtf8().stripTrailing().lines().toList();
    }
  }
}
