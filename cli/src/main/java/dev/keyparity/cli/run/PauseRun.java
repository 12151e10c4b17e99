package dev.keyparity.cli.run;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.ChangeRunRequest;
import dev.keyparity.proto.coordinator.v1.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a run stand still. */
@Command(
    name = "pause",
    description = {
      "Make a run stand still before its next act. What is under way is finished; nothing is undone."
    })
final class PauseRun implements Verb {
  private final Invocation invocation;

  @Mixin RunChoice choice = new RunChoice();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; for those who find it paused.")
  String reason = "";

  PauseRun(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() {
    Run run = choice.find(invocation);
    ChangeRunRequest request =
        ChangeRunRequest.newBuilder()
            .setService(run.getService())
            .setRun(run.getId())
            .setReason(reason)
            .build();
    invocation.show(new RunView(invocation.ask(admin -> admin.pauseRun(request)), true));
    return ExitMeaning.OK;
  }
}
