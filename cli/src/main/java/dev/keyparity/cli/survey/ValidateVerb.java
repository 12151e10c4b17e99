package dev.keyparity.cli.survey;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.ValidateRequest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Has every host decrypt what every other one encrypted. */
@Command(
    name = "validate",
    description = {
      "Have each host decrypt, with the probe key, what each other host encrypted. Read-only: no key"
          + " is created, rolled or deleted.",
      "",
      "Exits 0 if every pair works, else 6."
    },
    footer = {"Examples:", "  keyparity validate kms-prod"})
public final class ValidateVerb implements Verb {
  private final Invocation invocation;

  @Parameters(paramLabel = "SERVICE", description = "The service.")
  String service = "";

  ValidateVerb(Invocation invocation) {
    this.invocation = invocation;
  }

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new ValidateVerb(invocation));
  }

  @Override
  public ExitMeaning run() {
    ValidateRequest request = ValidateRequest.newBuilder().setService(service).build();
    MatrixView view =
        new MatrixView(service, invocation.askThoroughly(admin -> admin.validate(request)));
    invocation.show(view);
    return view.isWhole() ? ExitMeaning.OK : ExitMeaning.NOT_IN_PARITY;
  }
}
