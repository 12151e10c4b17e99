package dev.keyparity.cli.change;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.ServiceChoice;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.CloseChangeRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends the sanctioned changes of one file before their time. */
@Command(
    name = "close",
    description = {
      "End what change open allowed, before its time. Whoever then differs from the approved file is"
          + " warned of at once."
    })
final class CloseChangeVerb implements Verb {
  private final Invocation invocation;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "The service. Default: the only one that is declared.")
  @Nullable String named;

  @Mixin ServiceChoice service = new ServiceChoice();

  @Option(
      names = "--file",
      required = true,
      paramLabel = "FILE",
      description = "Its name in the key directory.")
  String file = "";

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  String reason = "";

  CloseChangeVerb(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    CloseChangeRequest request =
        CloseChangeRequest.newBuilder()
            .setService(service.or(named).resolve(invocation))
            .setFile(file)
            .setReason(reason)
            .build();
    invocation.ask(admin -> admin.closeChange(request));
    invocation.show(new ClosedView(request.getService(), file));
    return ExitMeaning.OK;
  }

  private record ClosedView(String service, String file) implements View {
    @Override
    public Document document() {
      return Document.schema("keyparity.change-closed/1")
          .put("service", service)
          .put("file", file)
          .build();
    }

    @Override
    public List<String> lines(Page page) {
      return List.of("%s of %s has to be the approved one again".formatted(file, service));
    }
  }
}
