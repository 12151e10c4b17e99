package dev.keyparity.cli.recoverykey;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.ListRecoveryKeysRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists recovery keys. */
@Command(name = "list", description = "List a service's recovery keys, and which are proven.")
final class ListRecoveryKeys implements Verb {
  private final Invocation invocation;

  @Parameters(paramLabel = "SERVICE", description = "The service.")
  String service = "";

  ListRecoveryKeys(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    ListRecoveryKeysRequest request =
        ListRecoveryKeysRequest.newBuilder().setService(service).build();
    invocation.show(
        new RecoveryKeysView(
            service, invocation.ask(admin -> admin.listRecoveryKeys(request)).getKeysList()));
    return ExitMeaning.OK;
  }
}
