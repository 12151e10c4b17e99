package dev.keyparity.cli.run;

import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.link.Following;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.GetRunRequest;
import dev.keyparity.proto.coordinator.v1.Run;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Follows a run until it ends or stands still for an operator, across changes of leader. To leave
 * (Ctrl-C) changes nothing.
 */
public final class RunFollower {
  /** An election takes seconds; ZooKeeper may need a minute or two to come back. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration REOPEN_AFTER = Duration.ofMillis(500);

  private final Invocation invocation;

  public RunFollower(Invocation invocation) {
    this.invocation = invocation;
  }

  /**
   * Shows progress as talk, and the run as it stands at the end as the result.
   *
   * @return OK for a run that is done, BLOCKED for every other
   */
  public ExitMeaning follow(String service, String run) throws InterruptedException {
    String again = "keyparity run follow " + run;
    invocation.console().parting("left; the run goes on. To see it again: " + again);
    Run last = followToEnd(service, run, again);
    invocation.console().parting(null);
    invocation.show(new RunView(last, false));
    return Runs.exit(last).orElse(ExitMeaning.OK);
  }

  private Run followToEnd(String service, String run, String again) throws InterruptedException {
    GetRunRequest request = GetRunRequest.newBuilder().setService(service).setRun(run).build();
    Following.Question<Run> question =
        new Following.Question<>(
            (admin, stream) -> admin.followRun(request, stream), admin -> admin.getRun(request));
    Progress progress = new Progress(invocation.console(), invocation.page());
    while (true) {
      try (Following<Run> following =
          new Following<>(invocation.coordinators(), question, PATIENCE, invocation.clock())) {
        Optional<Run> settled = followOnce(following, progress);
        if (settled.isPresent()) {
          return settled.get();
        }
        // The stream ended by itself though the run goes on: a leader that steps down does so.
        TimeUnit.MILLISECONDS.sleep(REOPEN_AFTER.toMillis());
      } catch (KeyparityException e) {
        throw lost(e, again);
      }
    }
  }

  private static Optional<Run> followOnce(Following<Run> following, Progress progress)
      throws InterruptedException {
    while (!following.hasEnded()) {
      Optional<Run> run = following.next(TICK);
      if (run.isPresent()) {
        progress.update(run.get());
        if (!Runs.goesOn(run.get())) {
          return run;
        }
      } else if (following.isLost()) {
        progress.searching();
      } else {
        progress.tick();
      }
    }
    return Optional.empty();
  }

  private static KeyparityException lost(KeyparityException e, String again) {
    if (e.code() != ErrorCode.NO_LEADER && e.code() != ErrorCode.PEER_UNREACHABLE) {
      return e;
    }
    return new KeyparityException(
        e.code(),
        e.operatorMessage(),
        "the run is safe and goes on under the next leader; then: " + again,
        e);
  }
}
