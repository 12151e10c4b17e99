package dev.keyparity.cli.change;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.ServiceChoice;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.GetStatusRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the sanctioned changes that are open. */
@Command(
    name = "list",
    description = {
      "List what change open allows now, which ends first, and on which hosts it is known to be.",
      "",
      "What is over is in: keyparity history."
    })
final class ListChangesVerb implements Verb {
  private final Invocation invocation;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "The service. Default: the only one that is declared.")
  @Nullable String named;

  @Mixin ServiceChoice service = new ServiceChoice();

  ListChangesVerb(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    GetStatusRequest request =
        GetStatusRequest.newBuilder().setService(service.or(named).resolve(invocation)).build();
    invocation.show(new ChangesView(invocation.ask(admin -> admin.getStatus(request))));
    return ExitMeaning.OK;
  }
}
