package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.proto.coordinator.v1.Run;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One run as it goes on, until it ends or stands still for an operator. Thread-safe: journals come
 * from whoever wrote them.
 */
final class RunFeed implements Feeds.Source<Run> {
  private final Function<RunJournal, Run> message;
  private @Nullable RunJournal newest;
  private @Nullable AutoCloseable watching;

  RunFeed(Function<RunJournal, Run> message) {
    this.message = message;
  }

  /** A journal that was written after the feed began to listen. */
  synchronized void written(RunJournal journal) {
    newest = journal;
  }

  /** The journal as read when the feed began: whatever was written since is newer. */
  synchronized void began(RunJournal journal, AutoCloseable listening) {
    if (newest == null) {
      newest = journal;
    }
    watching = listening;
  }

  @Override
  public synchronized Optional<Run> next() {
    return Optional.ofNullable(newest).map(message);
  }

  @Override
  public boolean isLast(Run run) {
    return run.getEndedAtMs() != 0 || run.hasBlocked();
  }

  /** A wait has an age, which grows though nothing is written. */
  @Override
  public boolean beats() {
    return true;
  }

  @Override
  public synchronized void closed() {
    AutoCloseable listening = watching;
    watching = null;
    if (listening != null) {
      try {
        listening.close();
      } catch (Exception e) {
        throw new IllegalStateException("watching a run does not end", e);
      }
    }
  }
}
