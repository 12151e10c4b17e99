package dev.keyparity.cli.enable;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.SigningOptions;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.run.Launch;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts the approved key back on a host. */
@Command(
    name = "repair",
    description = {
      "Put the approved key back on a host that drifted.",
      "",
      "What is there is backed up first, and copied to another host where another key gives way. The"
          + " plan names that key. Exits as enable does."
    },
    footer = {
      "Examples:",
      "  keyparity repair kms-prod kms2",
      "  keyparity repair kms-prod kms2 --without kms3    kms3 is gone for long"
    })
public final class RepairVerb implements Verb {
  private final Invocation invocation;

  @Parameters(index = "0", paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Parameters(index = "1", paramLabel = "HOST", description = "The host to mend.")
  String host = "";

  @Option(
      names = "--without",
      paramLabel = "HOST",
      description =
          "Go on without this host, which is silent, down, on another key, or in a stop that does not"
              + " end. It counts as down: the other hosts serve alone meanwhile. May be repeated.")
  List<String> without = new ArrayList<>();

  @Mixin SigningOptions signing = new SigningOptions();

  RepairVerb(Invocation invocation) {
    this.invocation = invocation;
  }

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new RepairVerb(invocation));
  }

  @Override
  public ExitMeaning run() throws InterruptedException {
    MakePlanRequest request =
        MakePlanRequest.newBuilder()
            .setService(service)
            .setKind(MakePlanRequest.Kind.REPAIR)
            .setHost(host)
            .addAllWithout(without)
            .setTicket(signing.ticket())
            .setExpiresIn(signing.expiresText())
            .build();
    return new Launch(invocation).begin(request, signing);
  }
}
