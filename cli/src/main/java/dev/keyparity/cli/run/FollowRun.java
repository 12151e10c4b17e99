package dev.keyparity.cli.run;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.proto.coordinator.v1.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Follows one run. */
@Command(
    name = "follow",
    description = {
      "Follow a run until it ends or stands still for an operator. Ctrl-C leaves it; it goes on.",
      "",
      "Exits 0 if it is done, 7 if it stands still or was aborted."
    })
final class FollowRun implements Verb {
  private final Invocation invocation;

  @Mixin RunChoice choice = new RunChoice();

  FollowRun(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public ExitMeaning run() throws InterruptedException {
    Run run = choice.find(invocation);
    return new RunFollower(invocation).follow(run.getService(), run.getId());
  }
}
