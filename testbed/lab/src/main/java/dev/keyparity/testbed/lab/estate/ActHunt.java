package dev.keyparity.testbed.lab.estate;

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
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Waits, in a thread of its own, for the moment in which an act of a step is journalled as intended
 * and not as done, and does something mean in that moment.
 */
public final class ActHunt {
  private static final long LIMIT_SECONDS = 240;

  /**
   * An act that is under way.
   *
   * @param leader the coordinator that drives it
   * @param step whose intent is in the journal and whose done is not
   */
  public record Prey(String leader, String step, Act act) {
    public boolean isOn(String host) {
      return act.getHost().equals(host);
    }

    public String text() {
      return "%s (%s on %s)".formatted(step, act.getName(), act.getHost());
    }
  }

  private final AdminLink link;
  private final String service;
  private final String stepId;
  private final Predicate<Act> wanted;
  private final CompletableFuture<Prey> caught = new CompletableFuture<>();

  private ActHunt(AdminLink link, String service, String stepId, Predicate<Act> wanted) {
    this.link = link;
    this.service = service;
    this.stepId = stepId;
    this.wanted = wanted;
  }

  /**
   * Begins to watch.
   *
   * @param strike what is done while the act is under way
   */
  public static ActHunt begin(
      AdminLink link, String service, String stepId, Predicate<Act> wanted, Consumer<Prey> strike) {
    ActHunt hunt = new ActHunt(link, service, stepId, wanted);
    Thread thread = new Thread(() -> hunt.run(strike), "hunt-" + stepId);
    thread.setDaemon(true);
    thread.start();
    return hunt;
  }

  private void run(Consumer<Prey> strike) {
    try {
      Prey prey = hunt();
      strike.accept(prey);
      caught.complete(prey);
    } catch (RuntimeException e) {
      caught.completeExceptionally(e);
    }
  }

  private Prey hunt() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (System.nanoTime() < end) {
      Optional<Prey> prey = link.leader().map(LeaderReply::getCoordinator).flatMap(this::followed);
      if (prey.isPresent()) {
        return prey.get();
      }
      Pause.briefly();
    }
    throw new EstateFailure(
        "no act of " + stepId + " was under way within " + LIMIT_SECONDS + " s");
  }

  private Optional<Prey> followed(String leader) {
    try {
      Iterator<Run> states = link.follow(leader, service);
      while (states.hasNext()) {
        Optional<Act> act = underWay(states.next());
        if (act.isPresent()) {
          return Optional.of(new Prey(leader, stepId, act.get()));
        }
      }
    } catch (StatusRuntimeException e) {
      // The run stands still, or there is none yet, or its leader is gone; look again.
      return Optional.empty();
    }
    return Optional.empty();
  }

  private Optional<Act> underWay(Run run) {
    return run.getStepsList().stream()
        .filter(step -> step.getId().equals(stepId))
        .map(Step::getActsList)
        .flatMap(java.util.List::stream)
        .filter(act -> act.getState().equals("intended"))
        .filter(wanted)
        .findFirst();
  }

  /** What was struck, if it was already. */
  public Optional<Prey> caught() {
    return caught.isDone() && !caught.isCompletedExceptionally()
        ? Optional.of(caught.join())
        : Optional.empty();
  }

  public Prey await() {
    try {
      return caught.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EstateFailure("interrupted while waiting for " + stepId);
    } catch (ExecutionException | TimeoutException e) {
      throw new EstateFailure("nothing was struck during %s: %s".formatted(stepId, e.getMessage()));
    }
  }
}
