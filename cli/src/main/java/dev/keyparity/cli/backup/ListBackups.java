package dev.keyparity.cli.backup;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.ListBackupsRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists backups. */
@Command(
    name = "list",
    description = "List the backups that a service's hosts hold, newest first.",
    footer = {
      "A backup opens without keyparity: gpg -d FILE | tar -x, with a recovery key.",
      "",
      "Examples:",
      "  keyparity backup list kms-prod"
    })
final class ListBackups implements Verb {
  private final Invocation invocation;

  @Parameters(paramLabel = "SERVICE", description = "The service.")
  String service = "";

  ListBackups(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    ListBackupsRequest request = ListBackupsRequest.newBuilder().setService(service).build();
    invocation.show(new BackupsView(invocation.askThoroughly(a -> a.listBackups(request))));
    return ExitMeaning.OK;
  }
}
