package dev.keyparity.cli.backup;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.VerifyBackupRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a backup back from disk. */
@Command(
    name = "verify",
    description = {
      "Read a backup back from disk where it lies: its digest first, then decrypted and compared with"
          + " its manifest.",
      "",
      "Exits 7 if it is not as it was written."
    },
    footer = {
      "Examples:",
      "  keyparity backup verify kms-prod",
      "  keyparity backup verify kms-prod kms2",
      "  keyparity backup verify kms-prod kms2 --id 20261124T010000Z-4f2a"
    })
final class VerifyBackup implements Verb {
  private final Invocation invocation;

  @Parameters(index = "0", paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "HOST",
      description = "The host that made it. Default: the newest of every host.")
  String host = "";

  @Option(names = "--id", paramLabel = "ID", description = "Which one. Default: the newest.")
  String id = "";

  VerifyBackup(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    VerifyBackupRequest request =
        VerifyBackupRequest.newBuilder().setService(service).setHost(host).setBackupId(id).build();
    BackupsView view = new BackupsView(invocation.askThoroughly(a -> a.verifyBackup(request)));
    invocation.show(view);
    return view.isWhole() ? ExitMeaning.OK : ExitMeaning.BLOCKED;
  }
}
