package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.evidence.EventLog.Event;
import dev.keyparity.coordinator.evidence.EventLog.Severity;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunListener;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts on a service's event list what became of its runs. Collected while a journal is written, put
 * on record afterwards; for people only, so a note that cannot be written is let go. Thread-safe.
 */
final class RunNotes implements RunListener {
  private static final Logger log = LoggerFactory.getLogger(RunNotes.class);
  private static final int LONGEST = 400;

  private final Evidence evidence;
  private final Clock clock;
  private final Queue<Event> events = new ConcurrentLinkedQueue<>();

  RunNotes(Evidence evidence, Clock clock) {
    this.evidence = evidence;
    this.clock = clock;
  }

  @Override
  public void changed(RunJournal journal, Change change) {
    if (change.of().equals("run")) {
      severity(journal.state()).ifPresent(severity -> add(severity, journal));
    }
  }

  /** Moving and waiting are not worth a note. */
  private static Optional<Severity> severity(RunState state) {
    return switch (state) {
      case BLOCKED -> Optional.of(Severity.WARNING);
      case FAILED -> Optional.of(Severity.CRITICAL);
      case PAUSED, DONE, ABORTED -> Optional.of(Severity.INFO);
      case RUNNING, WAITING -> Optional.empty();
    };
  }

  private void add(Severity severity, RunJournal journal) {
    say(
        severity,
        "%s run %s: %s".formatted(journal.kind(), journal.run(), journal.sentence(now())));
  }

  void say(Severity severity, String message) {
    String bounded = message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
    events.add(new Event(now(), severity, bounded));
  }

  private Instant now() {
    return clock.instant();
  }

  void write(FencingToken token, String service) {
    for (Event event = events.poll(); event != null; event = events.poll()) {
      try {
        evidence.note(token, service, event);
      } catch (KeyparityException e) {
        log.warn("{}: not put on the event list: {}: {}", service, event.message(), e.code());
      }
    }
  }
}
