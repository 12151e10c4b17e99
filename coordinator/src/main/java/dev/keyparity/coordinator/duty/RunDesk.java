package dev.keyparity.coordinator.duty;

import dev.keyparity.coordinator.enablement.World;
import dev.keyparity.coordinator.enablement.plan.Plan;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.evidence.EventLog.Severity;
import dev.keyparity.coordinator.workflow.Engine;
import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.coordinator.workflow.JournalStore.Stored;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunJournal.PlanRef;
import dev.keyparity.coordinator.workflow.RunRevocation;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs as operators ask for them. Thread-safe; blocks as the record store does. Every change is
 * durable when a call returns, and what it leads to follows in the service's own loop. Failures are
 * {@code KeyparityException}s, {@code STALE_LEADER} and {@code ZOOKEEPER_UNAVAILABLE} among them.
 */
public final class RunDesk {
  private final Ground ground;
  private final Engine<World> engine;
  private final JournalStore journals;
  private final RunNotes notes;
  private final JournalWatchers watchers;
  private final Consumer<String> wake;

  /**
   * @param wake called with a service whose run an operator changed
   */
  RunDesk(Ground ground, Engines engines, JournalWatchers watchers, Consumer<String> wake) {
    this.ground = ground;
    this.notes = new RunNotes(ground.evidence(), ground.clock());
    this.engine = engines.forOperators(notes);
    this.journals = engines.journals(ground.leadership()::token);
    this.watchers = watchers;
    this.wake = wake;
  }

  /**
   * Starts the run of an approved plan; a GIVE_WAY plan resumes the run that it continues. Asked
   * again with the same plan it changes nothing and answers the same run.
   *
   * @param by the operator
   * @throws KeyparityException WARRANT_MISSING while operators' signatures lack, WARRANT_EXPIRED,
   *     PLAN_CHANGED if the service is not declared as it was then, RUN_ALREADY_OPEN
   */
  public RunJournal start(String service, String planId, String by) {
    PlanRecord record = ground.plans().require(service, planId);
    Plan plan = record.plan();
    PlanRef ref = new PlanRef(plan.id(), plan.digest());
    Optional<RunJournal> there = find(service, plan.run());
    Optional<RunJournal> begun = there.filter(journal -> journal.plans().contains(ref));
    if (begun.isPresent()) {
      return stillOpen(begun.get(), planId);
    }
    requireSigned(record);
    requireUnchanged(record);
    if (plan.kind() == PlanKind.GIVE_WAY) {
      return told(
          service,
          "%s lets %s go on: %s %s way"
              .formatted(
                  by,
                  plan.run(),
                  String.join(", ", plan.giveWay().keySet()),
                  plan.giveWay().size() == 1 ? "gives" : "give"),
          () -> engine.resume(service, plan.run(), ref, Map.of()));
    }
    return told(
        service,
        "%s starts %s run %s".formatted(by, plan.kind().text(), plan.run()),
        () ->
            engine.start(
                new Engine.NewRun(
                    plan.run(),
                    service,
                    plan.kind().text(),
                    ref,
                    by,
                    plan.holdBefore(),
                    Map.of())));
  }

  private static RunJournal stillOpen(RunJournal journal, String planId) {
    if (journal.state().isTerminal()) {
      throw new KeyparityException(
          ErrorCode.PLAN_CHANGED,
          "plan %s: its run %s is %s (expected: a plan that was not used)"
              .formatted(planId, journal.run(), journal.state().text()),
          "keyparity plan %s --reference HOST   makes a new one".formatted(journal.service()));
    }
    return journal;
  }

  private void requireSigned(PlanRecord record) {
    String id = record.plan().id();
    Instant now = ground.clock().instant();
    record
        .acts()
        .filter(warrant -> !warrant.expiresAt().isAfter(now))
        .ifPresent(
            warrant -> {
              throw new KeyparityException(
                  ErrorCode.WARRANT_EXPIRED,
                  "plan %s: its warrant was good until %s".formatted(id, warrant.expiresAt()),
                  "make a new plan: keyparity plan %s --reference HOST"
                      .formatted(record.plan().service()));
            });
    if (!record.isApproved()) {
      throw new KeyparityException(
          ErrorCode.WARRANT_MISSING,
          "plan %s: signed by %d of %d operators"
              .formatted(id, record.approvalsGiven(), record.approvalsNeeded()),
          "keyparity approve " + id);
    }
  }

  private void requireUnchanged(PlanRecord record) {
    Plan plan = record.plan();
    List<String> now = ground.spec(plan.service()).without(plan.without()).hostNames();
    if (!plan.hosts().equals(now)) {
      throw new KeyparityException(
          ErrorCode.PLAN_CHANGED,
          "plan %s: made for %s, and the service now is %s".formatted(plan.id(), plan.hosts(), now),
          "make a new plan: keyparity plan %s --reference HOST".formatted(plan.service()));
    }
  }

  /**
   * Asks for a pause; it takes effect where the current step may rest.
   *
   * @param run empty for the current one
   */
  public RunJournal pause(String service, String run, String by, String reason) {
    RunId id = named(service, run);
    return told(
        service,
        "%s pauses run %s: %s".formatted(by, id, reason),
        () -> engine.pause(service, id, by, reason));
  }

  /**
   * Lets a run go on that stands still; what was blocked or failed is tried again.
   *
   * @param run empty for the current one
   */
  public RunJournal resume(String service, String run, String by, String reason) {
    RunId id = named(service, run);
    return told(
        service,
        "%s resumes run %s%s".formatted(by, id, reason.isBlank() ? "" : ": " + reason),
        () -> engine.resume(service, id, null, Map.of()));
  }

  /** An abort whose revocation says what it must. Only {@link #reviewAbort} makes one. */
  public static final class Abort {
    private final RunJournal journal;
    private final String by;
    private final String reason;
    private final SignedDocument revocation;

    private Abort(RunJournal journal, String by, String reason, SignedDocument revocation) {
      this.journal = journal;
      this.by = by;
      this.reason = reason;
      this.revocation = revocation;
    }

    public RunId run() {
      return journal.run();
    }
  }

  /**
   * Looks whether a run can be aborted by this revocation of it. Changes nothing.
   *
   * @param run empty for the current one
   * @param by the operator who sends it, and must have signed it
   * @throws KeyparityException WARRANT_INVALID or WARRANT_MISMATCH; NO_SUCH_RUN
   */
  public Abort reviewAbort(
      String service, String run, String by, String reason, SignedDocument revocation) {
    RunJournal journal = require(service, run);
    new RevocationReview(ground.group(), service, journal.run().value(), by, reason)
        .require(revocation);
    return new Abort(journal, by, reason, revocation);
  }

  /**
   * Asks for the run's end; it comes where the current step may rest, so that no host is left half
   * done. From then on every host of the service is told to refuse the run. Asked again with the
   * same revocation it changes nothing but to add signatures, under which hosts that refused it are
   * asked again.
   */
  public RunJournal abort(Abort abort) {
    String service = abort.journal.service();
    RunId id = abort.run();
    RunRevocation before = abort.journal.revocation();
    if (abort.journal.state() == RunState.ABORTED
        && before != null
        && Cosigned.isSame(before.document(), abort.revocation)) {
      return Cosigned.addsTo(before.document(), abort.revocation)
          ? told(
              service,
              "%s signs the abort of run %s too".formatted(abort.by, id),
              () ->
                  engine.signedFurther(
                      service, id, document -> Cosigned.together(document, abort.revocation)))
          : abort.journal;
    }
    RunRevocation revocation =
        RunRevocation.of(
            Cosigned.text(abort.revocation),
            ground.spec(service).agentHosts(),
            ground.clock().instant());
    return told(
        service,
        "%s aborts run %s: %s".formatted(abort.by, id, abort.reason),
        () -> engine.abort(service, id, abort.by, abort.reason, revocation));
  }

  /** The revocation of a run as signed so far; empty if there is none. */
  public static Optional<SignedDocument> revocationOf(RunJournal journal) {
    return Optional.ofNullable(journal.revocation()).map(it -> Cosigned.parse(it.document()));
  }

  /** The open run of a service, or its last one; empty if it never had one. */
  public Optional<RunJournal> current(String service) {
    return Requests.naming(service, () -> journals.current(service));
  }

  /**
   * @param run empty for the current one
   * @throws KeyparityException NO_SUCH_RUN
   */
  public RunJournal require(String service, String run) {
    RunId id = named(service, run);
    return find(service, id).orElseThrow(() -> none(service, id.value()));
  }

  /** The runs that are kept, newest first. */
  public List<RunJournal> list(String service) {
    return newest(service, Integer.MAX_VALUE);
  }

  /** So many of them at most; no others are read. */
  List<RunJournal> newest(String service, int most) {
    return Requests.naming(service, () -> journals.runs(service)).stream()
        .limit(most)
        .flatMap(run -> find(service, run).stream())
        .toList();
  }

  /**
   * Tells of every journal that this coordinator made durable, whoever caused it, in the order of
   * one run's writes. The watcher is called on the thread that wrote: it must be quick.
   *
   * @return ends the watching
   */
  public AutoCloseable watch(Consumer<RunJournal> watcher) {
    return watchers.add(watcher);
  }

  private RunId named(String service, String run) {
    if (!run.isEmpty()) {
      return Requests.runId(service, run);
    }
    return Requests.naming(service, () -> journals.currentRun(service))
        .orElseThrow(() -> none(service, "current"));
  }

  private Optional<RunJournal> find(String service, RunId run) {
    return Requests.naming(service, () -> journals.load(service, run)).map(Stored::journal);
  }

  private static KeyparityException none(String service, String run) {
    return new KeyparityException(
        ErrorCode.NO_SUCH_RUN,
        "run %s of %s: not on record".formatted(run, service),
        "keyparity run list --service " + service);
  }

  /** Makes a change, puts it on the event list, and wakes the service's loop. */
  private RunJournal told(String service, String words, Supplier<RunJournal> change) {
    RunJournal after = Requests.naming(service, change);
    notes.say(Severity.INFO, words);
    ground.leadership().token().ifPresent(token -> notes.write(token, service));
    wake.accept(service);
    return after;
  }
}
