package dev.keyparity.coordinator.parity;

import static dev.keyparity.coordinator.parity.Reported.KEY;
import static dev.keyparity.coordinator.parity.Reported.SERVICE;
import static dev.keyparity.coordinator.parity.Reported.statement;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.enablement.plan.Plans;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.leadership.FakeLeadership;
import dev.keyparity.coordinator.records.InMemoryRecordStore;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordKey.Kind;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.coordinator.records.StoredRecord;
import dev.keyparity.coordinator.workflow.JournalClock;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.coordinator.workflow.journal.RecordedJournals;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.keyring.Digest;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandardsTest {
  private final FakeLeadership leadership = new FakeLeadership("prod", "coord1");
  private final FencingToken token = leadership.gain();
  private final InMemoryRecordStore store =
      new InMemoryRecordStore(Clock.systemUTC(), leadership::holds);
  private final EnumSet<Kind> unavailable = EnumSet.noneOf(Kind.class);
  private final PlanRecord plan;

  /** The records as an ensemble shows them of which some reads are not answered. */
  private final RecordStore records =
      new RecordStore() {
        @Override
        public Optional<StoredRecord> read(RecordKey key) {
          if (unavailable.contains(key.kind())) {
            throw new KeyparityException(ErrorCode.ZOOKEEPER_UNAVAILABLE, "store: no answer");
          }
          return store.read(key);
        }

        @Override
        public Set<String> items(Kind kind, String service) {
          return store.items(kind, service);
        }

        @Override
        public Set<String> services() {
          return store.services();
        }

        @Override
        public List<Integer> write(FencingToken by, List<RecordWrite> changes) {
          return store.write(by, changes);
        }

        @Override
        public void removeService(FencingToken by, String service) {
          store.removeService(by, service);
        }
      };

  private final Plans plans = new Plans(records);
  private final RecordedJournals journals = new RecordedJournals(records, leadership::token);
  private final Standards standards =
      new Standards(
          new ApprovedStatements(records),
          new Evidence(records),
          plans,
          journals,
          new JournalClock(Clock.systemUTC()));

  StandardsTest() throws InterruptedException {
    plan = OpenRuns.plan();
  }

  private void approve(IdentityStatement statement) {
    new ApprovedStatements(records)
        .record(token, SERVICE, new SignedDocument(statement.canonicalBytes(), List.of()));
  }

  private void start(RunState state) {
    plans.create(token, plan);
    journals.create(OpenRuns.journal(plan, state, List.of()));
  }

  private void overwrite(RecordKey key, String value) {
    store.write(token, RecordWrite.put(key, store.read(key), value.getBytes(UTF_8)));
  }

  @Test
  void nothingOnRecord_nothingApprovedAndNothingSanctioned() {
    assertThat(standards.read(SERVICE)).isEqualTo(new Standard(null, "", Sanctions.NONE));
  }

  @Test
  void statementAndOpenRun_bothRead() {
    approve(statement(1, KEY));
    start(RunState.BLOCKED);

    Standard standard = standards.read(SERVICE);

    assertThat(standard.approval()).contains(Reported.approval(KEY));
    assertThat(standard.sanctions()).isNotEqualTo(Sanctions.NONE);
    assertThat(standard.incoming())
        .isEqualTo(Digest.of(plan.identity().orElseThrow().canonicalBytes()).hex());
  }

  @Test
  void endedRun_neitherSanctionsNorStatement() {
    start(RunState.DONE);

    assertThat(standards.read(SERVICE)).isEqualTo(new Standard(null, "", Sanctions.NONE));
  }

  @Test
  void statementOfAnotherService_refused() {
    IdentityStatement own = statement(1, KEY);
    IdentityStatement other =
        new IdentityStatement(
            own.group(),
            "kms-test",
            1,
            own.hosts(),
            own.keyIdentity(),
            own.fingerprints(),
            own.files(),
            own.secringBytes(),
            own.issuedAt());
    approve(other);

    assertThatThrownBy(() -> standards.read(SERVICE))
        .isInstanceOf(KeyparityException.class)
        .hasMessageContaining("it is that of kms-test");
  }

  @Test
  void statementWhoseKeysDoNotMakeItsIdentity_refused() {
    IdentityStatement own = statement(1, KEY);
    approve(
        new IdentityStatement(
            own.group(),
            SERVICE,
            1,
            own.hosts(),
            Reported.ROGUE.identity(),
            own.fingerprints(),
            own.files(),
            own.secringBytes(),
            own.issuedAt()));

    assertThatThrownBy(() -> standards.read(SERVICE))
        .isInstanceOfSatisfying(
            KeyparityException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_CORRUPT));
  }

  /** A broken run keeps no alarm back, and does not blind us. */
  @Test
  void journalOrPlanDamaged_approvalReadAndNothingSanctioned() {
    approve(statement(1, KEY));
    start(RunState.RUNNING);
    Standard blind = new Standard(Reported.approval(KEY), "", Sanctions.NONE);

    overwrite(RecordKey.of(Kind.PLAN, SERVICE, plan.plan().id()), "rubbish");
    assertThat(standards.read(SERVICE)).isEqualTo(blind);

    overwrite(RecordKey.of(Kind.RUN, SERVICE, plan.plan().run().value()), "rubbish");
    assertThat(standards.read(SERVICE)).isEqualTo(blind);

    overwrite(RecordKey.of(Kind.CURRENT_RUN, SERVICE), "rubbish");
    assertThat(standards.read(SERVICE)).isEqualTo(blind);
  }

  /** Whoever asks must know that it is worth asking again. */
  @Test
  void storeUnavailable_anywhere_saysSo() {
    approve(statement(1, KEY));
    start(RunState.RUNNING);
    for (Kind kind : EnumSet.of(Kind.STATEMENT, Kind.CURRENT_RUN, Kind.RUN, Kind.PLAN)) {
      unavailable.clear();
      unavailable.add(kind);
      assertThatThrownBy(() -> standards.read(SERVICE))
          .as(kind.id())
          .isInstanceOfSatisfying(
              KeyparityException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.ZOOKEEPER_UNAVAILABLE));
    }
  }
}
