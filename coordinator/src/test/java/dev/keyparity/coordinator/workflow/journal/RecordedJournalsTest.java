package dev.keyparity.coordinator.workflow.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.Golden;
import dev.keyparity.coordinator.records.InMemoryRecordStore;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.coordinator.workflow.JournalStore.Stored;
import dev.keyparity.coordinator.workflow.JournalStoreContract;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunJournal.Standing;
import dev.keyparity.coordinator.workflow.RunRevocation;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.coordinator.workflow.Term;
import dev.keyparity.coordinator.workflow.TestRevocations;
import dev.keyparity.coordinator.workflow.WorkflowException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedJournalsTest extends JournalStoreContract {
  private Optional<FencingToken> leading = Optional.empty();
  private final InMemoryRecordStore records =
      new InMemoryRecordStore(
          Clock.systemUTC(), token -> leading.filter(token::equals).isPresent());

  @Override
  protected JournalStore under(Term term) {
    return new RecordedJournals(records, () -> Optional.of(token(term)));
  }

  @Override
  protected void elect(Term term) {
    leading = Optional.of(token(term));
  }

  private static FencingToken token(Term term) {
    return new FencingToken("prod", term.epoch(), term.holder());
  }

  @Test
  void write_withoutLeadership_notLeading() {
    JournalStore store = new RecordedJournals(records, Optional::empty);

    assertThatThrownBy(() -> store.create(Journals.fresh()))
        .isInstanceOfSatisfying(
            WorkflowException.class,
            e -> assertThat(e.kind()).isEqualTo(WorkflowException.Kind.NOT_LEADING));
  }

  @Test
  void save_storeDoesNotAnswer_saysThatItIsNotKnown() {
    elect(FIRST);
    Stored created = under(FIRST).create(Journals.fresh());
    records.plan(InMemoryRecordStore.WriteFault.REPLY_LOST);

    assertThatThrownBy(() -> under(FIRST).save(Journals.full(), created.version()))
        .isInstanceOfSatisfying(
            WorkflowException.class,
            e -> assertThat(e.kind()).isEqualTo(WorkflowException.Kind.STORE_UNAVAILABLE));
    assertThat(under(FIRST).load("kms-prod", Journals.RUN).orElseThrow().journal())
        .isEqualTo(Journals.full());
  }

  @Test
  void load_recordOfAnotherFormat_refusedNotGuessed() {
    elect(FIRST);
    records.write(
        token(FIRST),
        new RecordWrite.Create(
            RecordKey.of(RecordKey.Kind.RUN, "kms-prod", Journals.RUN.value()),
            "{\"format\":\"keyparity.run/2\"}".getBytes(StandardCharsets.UTF_8)));

    assertThatThrownBy(() -> under(FIRST).load("kms-prod", Journals.RUN))
        .isInstanceOfSatisfying(
            WorkflowException.class,
            e -> assertThat(e.kind()).isEqualTo(WorkflowException.Kind.JOURNAL_UNREADABLE))
        .hasMessageContaining("format: keyparity.run/2 (expected: keyparity.run/1)");
  }

  private static final RecordKey CURRENT = RecordKey.of(RecordKey.Kind.CURRENT_RUN, "kms-prod");

  @Test
  void currentRun_isAsItsGoldenFile() {
    elect(FIRST);
    under(FIRST).create(Journals.fresh());

    assertThat(records.read(CURRENT).orElseThrow().value())
        .isEqualTo(Golden.bytes("current-run-1.txt"));
    assertThat(under(FIRST).currentRun("kms-prod")).contains(Journals.RUN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rubbish",
        "0f3a91c2d4e5-8c1f",
        "keyparity.current-run/2 0f3a91c2d4e5-8c1f",
        "keyparity.current-run/1",
        "keyparity.current-run/1 ",
        "keyparity.current-run/1 0f3a91c2d4e5",
        "keyparity.current-run/1 0f3a91c2d4e5-8c1f\n",
        "keyparity.current-run/1 0f3a91c2d4e5-8c1f by alice",
        "{\"format\":\"keyparity.current-run/1\",\"run\":\"0f3a91c2d4e5-8c1f\"}"
      })
  void currentRun_ofAnotherFormOrNumber_isRefused(String stored) {
    elect(FIRST);
    records.write(
        token(FIRST), new RecordWrite.Create(CURRENT, stored.getBytes(StandardCharsets.UTF_8)));

    assertThatThrownBy(() -> under(FIRST).currentRun("kms-prod"))
        .isInstanceOfSatisfying(
            WorkflowException.class,
            e -> assertThat(e.kind()).isEqualTo(WorkflowException.Kind.JOURNAL_UNREADABLE))
        .hasMessageContaining("record kms-prod/current-run: ");
  }

  @Test
  void create_manyRuns_keepsTheNewestOnly() {
    elect(FIRST);
    int made = RecordedJournals.KEPT + 5;
    for (int i = 0; i < made; i++) {
      Stored created = under(FIRST).create(run(i, RunState.RUNNING));
      under(FIRST).save(run(i, RunState.DONE), created.version());
    }

    List<RunId> kept = under(FIRST).runs("kms-prod");
    assertThat(kept).hasSize(RecordedJournals.KEPT);
    assertThat(kept.get(0)).isEqualTo(run(made - 1, RunState.DONE).run());
    assertThat(under(FIRST).currentRun("kms-prod")).contains(kept.get(0));
  }

  /** A host that is down for weeks must not make others forget what it was to be told. */
  @Test
  void create_manyRuns_keepsAnAbortedOneThatAHostWasNotToldOf() {
    elect(FIRST);
    RunRevocation owed = TestRevocations.unread();
    RunJournal aborted = run(0, RunState.ABORTED, owed);
    Stored first = under(FIRST).create(run(0, RunState.RUNNING));
    Stored saved = under(FIRST).save(aborted, first.version());
    int made = RecordedJournals.KEPT + 5;
    for (int i = 1; i < made; i++) {
      Stored created = under(FIRST).create(run(i, RunState.RUNNING));
      under(FIRST).save(run(i, RunState.DONE), created.version());
    }

    assertThat(under(FIRST).load("kms-prod", aborted.run())).contains(saved);

    TreeMap<String, RunRevocation.Delivery> told = new TreeMap<>(owed.hosts());
    told.replaceAll((host, at) -> at.confirmed(Instant.EPOCH));
    under(FIRST)
        .save(run(0, RunState.ABORTED, new RunRevocation(owed.document(), told)), saved.version());
    under(FIRST).create(run(made, RunState.RUNNING));
    assertThat(under(FIRST).load("kms-prod", aborted.run())).isEmpty();
  }

  private static RunJournal run(int number, RunState state) {
    return run(number, state, null);
  }

  private static RunJournal run(int number, RunState state, @Nullable RunRevocation revocation) {
    RunJournal base = Journals.fresh();
    Instant at = base.startedAt().plusSeconds(number);
    return new RunJournal(
        new RunId(String.format(Locale.ROOT, "%012x-0000", number)),
        base.service(),
        base.kind(),
        base.plans(),
        base.startedBy(),
        at,
        state.isTerminal() ? at : null,
        new Standing(state, at, "", "", List.of()),
        base.steps(),
        base.holders(),
        null,
        null,
        revocation,
        base.holdBefore(),
        base.released(),
        base.options(),
        base.facts());
  }
}
