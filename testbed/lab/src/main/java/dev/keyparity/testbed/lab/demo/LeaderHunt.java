package dev.keyparity.testbed.lab.demo;

import dev.keyparity.proto.coordinator.v1.Act;
import dev.keyparity.proto.coordinator.v1.LeaderReply;
import dev.keyparity.proto.coordinator.v1.Run;
import dev.keyparity.proto.coordinator.v1.Step;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the moment in which a step's act is journalled as intended and not as done, and kills
 * the leader with SIGKILL in that moment.
 */
final class LeaderHunt {
  private static final long LIMIT_SECONDS = 240;

  /**
   * What was killed when.
   *
   * @param leader the coordinator that died
   * @param step whose intent was in the journal and whose done was not
   * @param act that was under way
   */
  record Kill(String leader, String step, String act) {}

  private final CompletableFuture<Kill> kill;

  private LeaderHunt(CompletableFuture<Kill> kill) {
    this.kill = kill;
  }

  /** Begins to watch, in a thread of its own. */
  static LeaderHunt begin(
      AdminLink link, Estate estate, String service, String stepId, Narrator narrator) {
    CompletableFuture<Kill> kill = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                kill.complete(hunt(link, estate, service, stepId, narrator));
              } catch (RuntimeException e) {
                kill.completeExceptionally(e);
              }
            },
            "leader-hunt");
    thread.setDaemon(true);
    thread.start();
    return new LeaderHunt(kill);
  }

  private static Kill hunt(
      AdminLink link, Estate estate, String service, String stepId, Narrator narrator) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (System.nanoTime() < end) {
      Optional<String> leader = link.leader().map(LeaderReply::getCoordinator);
      if (leader.isPresent()) {
        @Nullable Kill killed =
            followUntilKill(link, estate, service, stepId, leader.get(), narrator);
        if (killed != null) {
          return killed;
        }
      }
      Pause.briefly();
    }
    throw new DemoFailure("no act of " + stepId + " was under way within " + LIMIT_SECONDS + " s");
  }

  private static @Nullable Kill followUntilKill(
      AdminLink link,
      Estate estate,
      String service,
      String stepId,
      String leader,
      Narrator narrator) {
    try {
      Iterator<Run> states = link.follow(leader, service);
      while (states.hasNext()) {
        Optional<Act> act = underWay(states.next(), stepId);
        if (act.isPresent()) {
          estate.coordinator(leader).process().kill();
          String what = act.get().getName() + " on " + act.get().getHost();
          narrator.say(
              "kill -9 of %s, which leads, during %s (%s)".formatted(leader, stepId, what));
          return new Kill(leader, stepId, what);
        }
      }
      return null;
    } catch (StatusRuntimeException e) {
      // The run stands still or there is none yet; look again.
      return null;
    }
  }

  /** A start takes seconds: what is seen as intended is so still when the signal arrives. */
  private static Optional<Act> underWay(Run run, String stepId) {
    return run.getStepsList().stream()
        .filter(step -> step.getId().equals(stepId))
        .map(Step::getActsList)
        .flatMap(java.util.List::stream)
        .filter(act -> act.getState().equals("intended") && act.getName().equals("start"))
        .findFirst();
  }

  Kill await() {
    try {
      return kill.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("interrupted while waiting for the leader to be killed");
    } catch (ExecutionException | TimeoutException e) {
      throw new DemoFailure("the leader was not killed: " + e.getMessage());
    }
  }
}
