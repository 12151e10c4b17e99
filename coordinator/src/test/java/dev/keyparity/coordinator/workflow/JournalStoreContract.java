package dev.keyparity.coordinator.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.workflow.JournalStore.Stored;
import dev.keyparity.coordinator.workflow.RunJournal.Standing;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every journal store must do; run on the double and on the real one. */
public abstract class JournalStoreContract {
  protected static final Term FIRST = new Term(1, "coord1");
  protected static final Term SECOND = new Term(2, "coord2");

  /** A view of the one store of this test, for the coordinator of that term. */
  protected abstract JournalStore under(Term term);

  /** Makes that term the present leadership. */
  protected abstract void elect(Term term);

  @Test
  void load_unknownRun_empty() {
    elect(FIRST);

    assertThat(under(FIRST).load("kms-prod", Journals.RUN)).isEmpty();
    assertThat(under(FIRST).currentRun("kms-prod")).isEmpty();
    assertThat(under(FIRST).runs("kms-prod")).isEmpty();
  }

  @Test
  void create_thenLoad_equalAndCurrent() {
    elect(FIRST);
    RunJournal journal = Journals.fresh();

    Stored created = under(FIRST).create(journal);

    assertThat(under(FIRST).load("kms-prod", Journals.RUN)).contains(created);
    assertThat(created.journal()).isEqualTo(journal);
    assertThat(under(FIRST).currentRun("kms-prod")).contains(Journals.RUN);
  }

  @Test
  void load_ofAnotherService_empty() {
    elect(FIRST);
    under(FIRST).create(Journals.fresh());

    assertThat(under(FIRST).load("kms-test", Journals.RUN)).isEmpty();
  }

  @Test
  void save_everyFieldSet_comesBackEqual() {
    elect(FIRST);
    Stored created = under(FIRST).create(Journals.fresh());

    under(FIRST).save(Journals.full(), created.version());

    assertThat(under(FIRST).load("kms-prod", Journals.RUN).orElseThrow().journal())
        .isEqualTo(Journals.full());
  }

  @Test
  void save_versionOfAnEarlierRead_conflictAndNothingWritten() {
    elect(FIRST);
    Stored created = under(FIRST).create(Journals.fresh());
    Stored saved = under(FIRST).save(Journals.full(), created.version());

    refused(
        WorkflowException.Kind.CONFLICT,
        () -> under(FIRST).save(Journals.fresh(), created.version()));

    assertThat(under(FIRST).load("kms-prod", Journals.RUN)).contains(saved);
  }

  @Test
  void write_underAnEarlierTerm_notLeadingAndNothingWritten() {
    elect(FIRST);
    JournalStore stale = under(FIRST);
    Stored created = stale.create(Journals.fresh());
    elect(SECOND);

    refused(
        WorkflowException.Kind.NOT_LEADING, () -> stale.save(Journals.full(), created.version()));
    refused(WorkflowException.Kind.NOT_LEADING, () -> stale.create(Journals.elsewhere()));

    assertThat(under(SECOND).load("kms-prod", Journals.RUN)).contains(created);
    assertThat(under(SECOND).runs("kms-test")).isEmpty();
  }

  @Test
  void create_whileTheCurrentRunIsOpen_refused() {
    elect(FIRST);
    under(FIRST).create(Journals.fresh());

    refused(WorkflowException.Kind.RUN_ALREADY_OPEN, () -> under(FIRST).create(Journals.another()));

    assertThat(under(FIRST).currentRun("kms-prod")).contains(Journals.RUN);
  }

  @Test
  void create_afterTheCurrentRunEnded_becomesCurrentAndBothAreListed() {
    elect(FIRST);
    Stored created = under(FIRST).create(Journals.fresh());
    under(FIRST).save(Journals.ended(), created.version());

    under(FIRST).create(Journals.another());

    assertThat(under(FIRST).currentRun("kms-prod")).contains(Journals.another().run());
    assertThat(under(FIRST).runs("kms-prod"))
        .containsExactly(Journals.another().run(), Journals.RUN);
  }

  @Test
  void create_runIdUsedBefore_conflict() {
    elect(FIRST);
    Stored created = under(FIRST).create(Journals.fresh());
    under(FIRST).save(Journals.ended(), created.version());

    refused(WorkflowException.Kind.CONFLICT, () -> under(FIRST).create(Journals.fresh()));
  }

  private static void refused(WorkflowException.Kind kind, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(WorkflowException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  /** Journals to store. */
  public static final class Journals {
    public static final RunId RUN = new RunId("0f3a91c2d4e5-8c1f");
    private static final Instant T0 = Instant.parse("2026-11-24T14:00:00Z");

    private Journals() {}

    public static RunJournal fresh() {
      return with("kms-prod", RUN, RunState.RUNNING, T0, null);
    }

    public static RunJournal ended() {
      return with("kms-prod", RUN, RunState.ABORTED, T0, T0.plusSeconds(60));
    }

    /** Another run of the same service, begun later. */
    public static RunJournal another() {
      return with(
          "kms-prod", new RunId("1f3a91c2d4e5-22d0"), RunState.RUNNING, T0.plusSeconds(120), null);
    }

    /** A run of another service. */
    public static RunJournal elsewhere() {
      return with("kms-test", new RunId("2f3a91c2d4e5-22d0"), RunState.RUNNING, T0, null);
    }

    private static RunJournal with(
        String service, RunId run, RunState state, Instant startedAt, @Nullable Instant endedAt) {
      return new RunJournal(
          run,
          service,
          "enable",
          List.of(new RunJournal.PlanRef("8c1f22d0", "51".repeat(32))),
          "alice",
          startedAt,
          endedAt,
          new Standing(state, T0, "", "", List.of()),
          List.of(StepRecord.pending(new StepId("preflight"))),
          List.of(),
          null,
          null,
          null,
          List.of(),
          List.of(),
          Act.copyOf(java.util.Map.of()),
          Act.copyOf(java.util.Map.of()));
    }

    /** A journal with every field set, and every state of an act in it. */
    public static RunJournal full() {
      JournalEdit begin = new JournalEdit(withAllOptions(), T0.plusMillis(1));
      begin.drivenBy(new Term(7, "coord1"));
      begin.intend(
          List.of(
              Act.of("backup", "kms1", java.util.Map.of("reason", "before the \"first\" stop\n")),
              Act.of("backup", "kms2"),
              Act.of("backup", "kms3"),
              Act.of("backup", "kms4")),
          Journals::id,
          7);
      begin.answered(
          "backup/kms1/1", ActResult.done("backed up", java.util.Map.of("backup", "b-1")));
      begin.answered(
          "backup/kms2/1", ActResult.notDone("DISK_FULL", "no space", "free some", Next.RETRY));
      begin.answered("backup/kms3/1", new ActResult.Indeterminate("the agent was restarted"));
      begin.answered("backup/kms4/1", new ActResult.Unanswered("connection refused"));
      begin.await(new Waiting("answer", "kms4: no answer", T0, T0.plusSeconds(300)));
      begin.wantPause(new RunJournal.OperatorWord("bob", "lunch", T0.plusMillis(2)));
      begin.wantAbort(
          new RunJournal.OperatorWord("carol", "wrong service", T0.plusMillis(3)), revocation());
      return begin.journal();
    }

    /** With every state of a host in it. */
    private static RunRevocation revocation() {
      RunRevocation.Delivery pending = RunRevocation.Delivery.pending(T0.plusMillis(3));
      ActFailure silent =
          new ActFailure("PEER_UNREACHABLE", "kms2: connection refused", "", Next.RETRY);
      ActFailure refused =
          new ActFailure("WARRANT_INVALID", "1 of 2 signed", "sign", Next.ASK_OPERATOR);
      return new RunRevocation(
          "{\"format\":\"keyparity.signed-document/1\"}",
          new java.util.TreeMap<>(
              java.util.Map.of(
                  "kms1", pending.confirmed(T0.plusMillis(4)),
                  "kms2",
                      pending
                          .failing(RunRevocation.State.UNREACHABLE, T0.plusMillis(5), silent)
                          .nextAttempt(),
                  "kms3", pending.failing(RunRevocation.State.REFUSED, T0.plusMillis(6), refused),
                  "kms4", pending)));
    }

    private static RunJournal withAllOptions() {
      RunJournal base = fresh();
      return new RunJournal(
          base.run(),
          base.service(),
          base.kind(),
          List.of(base.plan(), new RunJournal.PlanRef("aa11bb22", "ab".repeat(32))),
          base.startedBy(),
          base.startedAt(),
          null,
          new Standing(RunState.RUNNING, T0, "code", "reason", List.of("do this", "or that")),
          List.of(
              StepRecord.pending(new StepId("backup")),
              StepRecord.pending(new StepId("restart-cluster"))),
          List.of(new RunJournal.Holder(new Term(6, "coord2"), T0)),
          null,
          null,
          null,
          List.of(new StepId("restart-cluster")),
          List.of(new StepId("restart-cluster")),
          Act.copyOf(java.util.Map.of("reference", "kms1")),
          Act.copyOf(java.util.Map.of("survey.versions", "44")));
    }

    private static String id(String service, RunId run, StepId step, Act act, int attempt) {
      return "%s/%s/%d".formatted(act.name(), act.host(), attempt);
    }
  }
}
