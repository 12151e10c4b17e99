package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.duty.RunDesk;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunRevocation;
import dev.keyparity.coordinator.workflow.RunRevocation.State;
import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aborts a run and waits a moment for what its hosts say to it, so that the answer can name those
 * that have not confirmed. The abort is durable whatever the waiting comes to.
 */
final class ToldHosts {
  private static final Logger log = LoggerFactory.getLogger(ToldHosts.class);

  /** What the answer itself needs of a caller's patience. */
  private static final Duration ANSWERING = Duration.ofSeconds(1);

  private final RunDesk runs;
  private final Duration longest;

  ToldHosts(RunDesk runs, Duration longest) {
    this.runs = runs;
    this.longest = longest;
  }

  RunJournal abort(RunDesk.Abort abort) {
    AtomicReference<@Nullable RunJournal> newest = new AtomicReference<>();
    AutoCloseable watching =
        runs.watch(
            journal -> {
              if (journal.run().equals(abort.run())) {
                newest.set(journal);
              }
            });
    try {
      RunJournal aborted = runs.abort(abort);
      Supplier<RunJournal> seen = () -> Objects.requireNonNullElse(newest.get(), aborted);
      Patience.until(patience(), () -> isKnownEverywhere(seen.get()));
      return seen.get();
    } finally {
      close(watching);
    }
  }

  private static boolean isKnownEverywhere(RunJournal journal) {
    RunRevocation revocation = journal.revocation();
    return revocation == null
        || (journal.state().isTerminal()
            && revocation.hosts().values().stream().noneMatch(at -> at.state() == State.PENDING));
  }

  private Duration patience() {
    Deadline deadline = Context.current().getDeadline();
    if (deadline == null) {
      return longest;
    }
    Duration left =
        Duration.ofMillis(deadline.timeRemaining(TimeUnit.MILLISECONDS)).minus(ANSWERING);
    return left.compareTo(longest) < 0 ? left : longest;
  }

  private static void close(AutoCloseable watching) {
    try {
      watching.close();
    } catch (Exception e) {
      log.warn("watching an aborted run does not end", e);
    }
  }
}
