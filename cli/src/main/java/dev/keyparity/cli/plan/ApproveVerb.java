package dev.keyparity.cli.plan;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.ServiceChoice;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.run.Launch;
import dev.keyparity.cli.signing.ReviewedPlan;
import dev.keyparity.cli.signing.Signing;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs a plan that somebody made. */
@Command(
    name = "approve",
    description = {
      "Show a plan and sign it with your operator key.",
      "",
      "Where agents demand more than one signature, each operator approves the same plan; the last"
          + " one, or anybody after, starts it with --start."
    },
    footer = {"Examples:", "  keyparity approve 8c1f22d0", "  keyparity approve 8c1f22d0 --start"})
public final class ApproveVerb implements Verb {
  private final Invocation invocation;

  @Parameters(paramLabel = "PLAN", description = "The plan's id.")
  String plan = "";

  @Mixin ServiceChoice service = new ServiceChoice();

  @Option(names = "--start", description = "Start it if enough operators have signed, and follow.")
  boolean start;

  @Option(names = "--yes", description = "Do not ask; the plan is shown all the same.")
  boolean yes;

  ApproveVerb(Invocation invocation) {
    this.invocation = invocation;
  }

  public static CommandLine line(Invocation invocation) {
    return new CommandLine(new ApproveVerb(invocation));
  }

  @Override
  public ExitMeaning run() throws InterruptedException {
    Signing signing = new Signing(invocation);
    ReviewedPlan reviewed = fetch(signing);
    ReviewedPlan signed = signing.confirmAndSign(reviewed, yes);
    if (start) {
      return new Launch(invocation).start(signed);
    }
    invocation.show(new ApprovalView(signed));
    return ExitMeaning.OK;
  }

  /** Plans are told apart by their ids: without a service, it is looked for in all. */
  private ReviewedPlan fetch(Signing signing) {
    List<String> services = service.isNamed() ? List.of() : ServiceChoice.declared(invocation);
    if (services.size() < 2) {
      return signing.fetch(service.resolve(invocation), plan);
    }
    for (String one : services) {
      try {
        return signing.fetch(one, plan);
      } catch (KeyparityException e) {
        if (e.code() != ErrorCode.USAGE) {
          throw e;
        }
      }
    }
    throw new KeyparityException(
        ErrorCode.USAGE,
        "plan: %s (expected: one of %s)".formatted(plan, String.join(", ", services)),
        "keyparity plan --help");
  }
}
