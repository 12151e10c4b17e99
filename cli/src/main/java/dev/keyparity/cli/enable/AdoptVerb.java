package dev.keyparity.cli.enable;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.SigningOptions;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.run.Launch;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a service whose hosts are in parity already under guard. */
@Command(
    name = "adopt",
    description = {
      "Take a service whose hosts hold one key already under guard: back up, verify, survey, watch.",
      "",
      "No key file is written, no setting changed, nothing restarted. Exits as enable does."
    },
    footer = {"Examples:", "  keyparity adopt kms-prod"})
public final class AdoptVerb implements Verb {
  private final Invocation invocation;

  @Parameters(paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Option(
      names = "--reference",
      paramLabel = "HOST",
      description = "The host whose key is approved. Default: any, since all must hold the same.")
  @Nullable String reference;

  @Mixin SigningOptions signing = new SigningOptions();

  AdoptVerb(Invocation invocation) {
    this.invocation = invocation;
  }

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new AdoptVerb(invocation));
  }

  @Override
  public ExitMeaning run() throws InterruptedException {
    MakePlanRequest request =
        MakePlanRequest.newBuilder()
            .setService(service)
            .setKind(MakePlanRequest.Kind.ADOPT)
            .setReference(reference == null ? "" : reference)
            .setTicket(signing.ticket())
            .setExpiresIn(signing.expiresText())
            .build();
    return new Launch(invocation).begin(request, signing);
  }
}
