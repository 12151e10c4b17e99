package dev.keyparity.testbed.lab.onejvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.testbed.lab.TestTimeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * One whole enablement, in which every step has work: two hosts with different keys, one of which
 * gives way, a third host that joins, and clients and a cluster that depend on the KMS. Somebody
 * may be killed in it; an operator who only knows what is on record goes on with whoever leads
 * then.
 */
final class KilledRun implements AutoCloseable {
  /**
   * What an operator is told while an agent is being started again, or nobody leads for a moment.
   */
  private static final Set<ErrorCode> PASSES =
      Set.of(
          ErrorCode.PEER_UNREACHABLE,
          ErrorCode.CANCELLED,
          ErrorCode.DEADLINE_EXCEEDED,
          ErrorCode.NO_LEADER,
          ErrorCode.STALE_LEADER,
          ErrorCode.ZOOKEEPER_UNAVAILABLE);

  private static final Duration POLL = Duration.ofMillis(100);

  static {
    // What ends in threads of the dead says nothing about whoever waits for something else.
    Awaitility.doNotCatchUncaughtExceptionsByDefault();
  }

  final OneJvm hosts;
  private final Story story;
  private @Nullable Coordinator leader;
  private int elected;

  KilledRun(Path folder, OneJvm.Ensemble zookeeper) throws IOException {
    hosts = new OneJvm(Files.createDirectories(folder), zookeeper, true);
    story = new Story(hosts.alice);
    hosts.ring("kms1", Rings.ONE);
    hosts.ring("kms2", Rings.TWO);
    hosts.startKms("kms1", "kms2");
    hosts.keys.make("customer_pii", Rings.ONE.identity(), 4);
    hosts.keys.make(OneJvm.PROBE, Rings.TWO.identity(), 1);
  }

  /**
   * Runs it to its end.
   *
   * @param first what the first coordinator lives by; its successors are not harmed
   */
  RunJournal play(Lifeline first) {
    Lifeline life = first;
    while (true) {
      Coordinator present = hosts.coordinator("coord" + ++elected, life);
      leader = present;
      Optional<RunJournal> end = led(present);
      if (end.isPresent()) {
        assertThat(present.escaped()).isEmpty();
        return end.get();
      }
      present.bury();
      life = Lifeline.unharmed();
    }
  }

  /** The end, or nothing if the coordinator died before it. */
  private Optional<RunJournal> led(Coordinator present) {
    CompletableFuture<RunJournal> end = new CompletableFuture<>();
    Thread operator =
        new Thread(
            () -> {
              try {
                end.complete(operate(present));
              } catch (RuntimeException | Error e) {
                end.completeExceptionally(e);
              }
            },
            "operator");
    operator.setDaemon(true);
    operator.start();
    try {
      CompletableFuture.anyOf(end, present.death())
          .get(2 * TestTimeouts.START.toSeconds(), TimeUnit.SECONDS);
      return present.death().isDone() ? Optional.empty() : Optional.of(end.get());
    } catch (ExecutionException e) {
      if (present.death().isDone()) {
        return Optional.empty();
      }
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private RunJournal operate(Coordinator present) {
    present.takeUp(hosts.serviceFile());
    return Objects.requireNonNull(
        Awaitility.await()
            .pollInSameThread()
            .pollInterval(POLL)
            .atMost(2 * TestTimeouts.START.toSeconds(), TimeUnit.SECONDS)
            .until(() -> look(present), run -> run != null && isEnd(run)));
  }

  /** A restart of others that was cut short is not done again by itself: a person must look. */
  private static boolean isEnd(RunJournal run) {
    return run.state() == RunState.DONE
        || (run.state() == RunState.BLOCKED
            && run.standing().code().equals("indeterminate")
            && run.current().orElseThrow().id().equals(StepIds.RESTART_CLUSTER));
  }

  /** Looks at the run, and does what an operator does who finds it so. */
  private @Nullable RunJournal look(Coordinator present) {
    try {
      Optional<RunJournal> run = present.work().runs().current(OneJvm.SERVICE);
      if (run.isEmpty()) {
        return story.begin(present.work(), Story.enable());
      }
      if (Story.isStanding(run.get()) && !isEnd(run.get())) {
        goOn(present, run.get());
      }
      return run.get();
    } catch (KeyparityException e) {
      if (!PASSES.contains(e.code()) || present.death().isDone()) {
        throw e;
      }
      // A plan needs every agent, and one is just being started again: looks again soon.
      return null;
    }
  }

  private void goOn(Coordinator present, RunJournal run) {
    StepId step = run.current().orElseThrow().id();
    if (run.state() == RunState.BLOCKED && step.equals(StepIds.DIVERGENCE)) {
      story.begin(
          present.work(), Story.giveWay(Rings.ONE.primary(), Map.of("kms2", Rings.TWO.primary())));
    } else if (run.state() == RunState.PAUSED && step.equals(StepIds.RESTART_CLUSTER)) {
      present.work().runs().resume(OneJvm.SERVICE, "", "alice", "now");
    } else {
      throw new AssertionError(Story.sentence(run));
    }
  }

  @Override
  public void close() {
    try {
      if (leader != null) {
        leader.close();
      }
    } finally {
      hosts.close();
      // The JDK's HTTP clients of dead coordinators, and what they hold open, end only so; and each
      // file that an agent opens is searched among all that are open.
      System.gc();
    }
  }
}
