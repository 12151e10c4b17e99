package dev.keyparity.cli.backup;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.CreateBackupRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes backups now. */
@Command(
    name = "create",
    description = {
      "Back up every host of a service now, or one of them.",
      "",
      "Each is encrypted, written, read back, compared, and copied to one other host. Exits 7 if any"
          + " host could not be backed up."
    },
    footer = {
      "Examples:",
      "  keyparity backup create kms-prod",
      "  keyparity backup create kms-prod --host kms2"
    })
final class CreateBackup implements Verb {
  private final Invocation invocation;

  @Parameters(paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Option(names = "--host", paramLabel = "HOST", description = "One host. Default: all.")
  String host = "";

  CreateBackup(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    CreateBackupRequest request =
        CreateBackupRequest.newBuilder().setService(service).setHost(host).build();
    BackupsView view = new BackupsView(invocation.askThoroughly(a -> a.createBackup(request)));
    invocation.show(view);
    return view.isWhole() ? ExitMeaning.OK : ExitMeaning.BLOCKED;
  }
}
