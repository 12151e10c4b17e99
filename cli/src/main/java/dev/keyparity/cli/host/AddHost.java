package dev.keyparity.cli.host;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.SigningOptions;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.run.Launch;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes one more host part of a service. */
@Command(
    name = "add",
    description = {
      "Give the approved key to one more host, and make it part of the service.",
      "",
      "Its KMS must be installed and not started, its agent must run. It gets the key from a host in"
          + " parity before it first starts; hosts that serve are not restarted, unless a setting of"
          + " theirs must change. Clients are sent there once every pair of hosts decrypts. With"
          + " --agent and --kms the service file gets the host first, which is shown and asked for."
          + " Exits as enable does."
    },
    footer = {
      "Examples:",
      "  keyparity host add kms-prod kms4 --agent kms4:7417 --kms http://kms4:9600/kms",
      "  keyparity host add kms-prod kms4    the service file has it already",
      "  keyparity host add kms-prod kms4 --give-way F00F…    its own key goes"
    })
final class AddHost implements Verb {
  private final Invocation invocation;

  @Parameters(index = "0", paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Parameters(index = "1", paramLabel = "HOST", description = "The host to add.")
  String host = "";

  @Option(
      names = "--agent",
      paramLabel = "HOST:PORT",
      description = "Where its agent listens. Default: as the service file says.")
  @Nullable String agent;

  @Option(
      names = "--kms",
      paramLabel = "URL",
      description = "The address of its own KMS. Default: as the service file says.")
  @Nullable String kms;

  @Option(
      names = "--give-way",
      paramLabel = "FINGERPRINT",
      description = "The key that is on this host already and gives way to the approved one.")
  @Nullable String giveWay;

  @Mixin SigningOptions signing = new SigningOptions();

  AddHost(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() throws InterruptedException {
    if ((agent == null) != (kms == null)) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "--agent and --kms (expected: both, or neither where the service file has the host)",
          "keyparity host add --help");
    }
    if (agent != null && kms != null) {
      new Declaring(invocation, service).add(host, agent, kms, signing.yes());
    }
    MakePlanRequest request =
        MakePlanRequest.newBuilder()
            .setService(service)
            .setKind(MakePlanRequest.Kind.ADD_HOST)
            .setHost(host)
            .putAllGiveWay(
                giveWay == null ? Map.of() : Map.of(host, giveWay.toUpperCase(Locale.ROOT)))
            .setTicket(signing.ticket())
            .setExpiresIn(signing.expiresText())
            .build();
    return new Launch(invocation).begin(request, signing);
  }
}
