package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.enablement.plan.Plans;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.evidence.SanctionedChanges;
import dev.keyparity.coordinator.workflow.JournalClock;
import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.WorkflowException;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.keyring.Digest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@link Standard}s from the records. Blocks as the store does; thread-safe.
 *
 * <p>Without the identity statement nothing can be judged, so one that cannot be read is a failure.
 * A run, a plan or a sanctioned change that is damaged only keeps alarms back: without it they are
 * raised.
 */
final class Standards {
  private static final Logger log = LoggerFactory.getLogger(Standards.class);

  private final ApprovedStatements statements;
  private final Evidence evidence;
  private final Plans plans;
  private final JournalStore journals;
  private final JournalClock journalTime;

  Standards(
      ApprovedStatements statements,
      Evidence evidence,
      Plans plans,
      JournalStore journals,
      JournalClock journalTime) {
    this.statements = statements;
    this.evidence = evidence;
    this.plans = plans;
    this.journals = journals;
    this.journalTime = journalTime;
  }

  Standard read(String service) {
    Approval approval = approval(service).orElse(null);
    Optional<OpenRun> open = openRun(service);
    return new Standard(
        approval,
        open.flatMap(run -> run.plan().identity())
            .map(statement -> Digest.of(statement.canonicalBytes()).hex())
            .orElse(""),
        open.map(run -> Sanctions.of(run.journal(), run.plan())).orElse(Sanctions.NONE),
        changes(service));
  }

  private SanctionedChanges changes(String service) {
    try {
      return evidence.changes(service);
    } catch (KeyparityException e) {
      if (e.code() == ErrorCode.STATE_CORRUPT) {
        log.warn("{}: sanctioned changes cannot be read: every change is told", service, e);
        return SanctionedChanges.NONE;
      }
      throw e;
    }
  }

  private Optional<Approval> approval(String service) {
    Optional<IdentityStatement> statement =
        statements.find(service).map(ApprovedStatements.Recorded::statement);
    if (statement.isPresent() && !statement.get().service().equals(service)) {
      throw corrupt(service, "it is that of " + statement.get().service());
    }
    Optional<Approval> approval = statement.flatMap(Approval::of);
    if (statement.isPresent() && approval.isEmpty()) {
      throw corrupt(service, "its keys do not make its identity");
    }
    return approval;
  }

  private static KeyparityException corrupt(String service, String why) {
    return new KeyparityException(
        ErrorCode.STATE_CORRUPT,
        "identity statement of %s: %s".formatted(service, why),
        "approve the identity again: keyparity adopt " + service);
  }

  private record OpenRun(RunJournal journal, PlanRecord plan) {}

  private Optional<OpenRun> openRun(String service) {
    try {
      return journals
          .currentRun(service)
          .flatMap(id -> journals.load(service, id))
          .map(JournalStore.Stored::journal)
          .filter(journal -> !journal.state().isTerminal())
          .map(this::seen)
          .flatMap(
              journal ->
                  plans
                      .find(service, journal.plan().id())
                      .map(plan -> readable(new OpenRun(journal, plan))));
    } catch (WorkflowException e) {
      if (e.kind() == WorkflowException.Kind.JOURNAL_UNREADABLE) {
        return withoutRun(service, e);
      }
      throw new KeyparityException(
          ErrorCode.ZOOKEEPER_UNAVAILABLE, String.valueOf(e.getMessage()), "", e);
    } catch (KeyparityException e) {
      if (e.code() == ErrorCode.STATE_CORRUPT) {
        return withoutRun(service, e);
      }
      throw e;
    } catch (IllegalStateException e) {
      return withoutRun(service, e);
    }
  }

  /** What is judged by it is judged by a time that is not before it. */
  private RunJournal seen(RunJournal journal) {
    journalTime.saw(journal);
    return journal;
  }

  /** A plan decodes the documents in it when it is asked for them. */
  private static OpenRun readable(OpenRun run) {
    run.plan().identity();
    run.plan().acts();
    return run;
  }

  private static Optional<OpenRun> withoutRun(String service, RuntimeException why) {
    log.warn("{}: its open run cannot be read: whatever drifts is told", service, why);
    return Optional.empty();
  }
}
