package dev.keyparity.cli.service;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Table;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.ListServicesRequest;
import dev.keyparity.proto.coordinator.v1.ServiceEntry;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the services. */
@Command(name = "list", description = "List the services that are declared.")
final class ListServices implements Verb {
  private final Invocation invocation;

  ListServices(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    invocation.show(
        new ServicesView(
            invocation
                .ask(admin -> admin.listServices(ListServicesRequest.getDefaultInstance()))
                .getServicesList()));
    return ExitMeaning.OK;
  }

  private record ServicesView(List<ServiceEntry> services) implements View {
    @Override
    public Document document() {
      return Document.schema("keyparity.services/1")
          .put("services", Document.items(services, ServicesView::service))
          .build();
    }

    private static Document service(ServiceEntry service) {
      return Document.fields()
          .put("service", service.getService())
          .put("profile", service.getProfile())
          .put("mode", service.getMode())
          .put("hosts", Document.texts(service.getHostsList()))
          .put("version", service.getVersion())
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      if (services.isEmpty()) {
        return List.of(
            "no service is declared", "  keyparity service apply -f FILE   declares one");
      }
      Table table = Table.of("SERVICE", "PROFILE", "MODE", "VERSION").withNotes("HOSTS");
      for (ServiceEntry service : services) {
        table.rowWithNote(
            String.join(", ", service.getHostsList()),
            service.getService(),
            service.getProfile(),
            service.getMode(),
            Integer.toString(service.getVersion()));
      }
      return table.lines(page.width());
    }
  }
}
