package dev.keyparity.coordinator.admin;

import static dev.keyparity.coordinator.parity.Reported.KEY;
import static dev.keyparity.coordinator.parity.Reported.NOON;
import static dev.keyparity.coordinator.parity.Reported.ROGUE;
import static dev.keyparity.coordinator.parity.Reported.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyparity.coordinator.TestTimeouts;
import dev.keyparity.coordinator.enablement.plan.Plans;
import dev.keyparity.coordinator.evidence.ApprovedStatements;
import dev.keyparity.coordinator.evidence.Evidence;
import dev.keyparity.coordinator.evidence.MatrixEvidence;
import dev.keyparity.coordinator.fleet.FakeFleet;
import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.inventory.Services;
import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.leadership.FakeLeadership;
import dev.keyparity.coordinator.parity.FakeReports;
import dev.keyparity.coordinator.parity.ParityBoard;
import dev.keyparity.coordinator.parity.Reported;
import dev.keyparity.coordinator.records.ImpatientTimers;
import dev.keyparity.coordinator.records.InMemoryRecordStore;
import dev.keyparity.coordinator.records.WatchedRecords;
import dev.keyparity.coordinator.workflow.JournalClock;
import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.coordinator.workflow.MutableClock;
import dev.keyparity.coordinator.workflow.journal.RecordedJournals;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusBoardTest {
  private static final ServiceSpec SPEC = Services.of(SERVICE, List.of("kms1", "kms2"));

  private final FakeLeadership leadership = new FakeLeadership("prod", "coord1");
  private final MutableClock clock = new MutableClock(NOON);
  private final InMemoryRecordStore store = new InMemoryRecordStore(clock, leadership::holds);
  private final WatchedRecords records = new WatchedRecords(store);
  private final FakeFleet fleet = new FakeFleet();

  private final ImpatientTimers timers = new ImpatientTimers();
  private final Evidence evidence = new Evidence(records);
  private final JournalStore journals = new RecordedJournals(records, leadership::token);

  private ParityBoard parity() {
    return new ParityBoard(
        new ParityBoard.Ports(
            leadership,
            () -> List.of(SPEC),
            fleet,
            new FakeReports(),
            records,
            evidence,
            new ApprovedStatements(records),
            new Plans(records),
            journals,
            (service, host) -> {},
            clock,
            new JournalClock(clock),
            timers));
  }

  private StatusBoard board(ParityBoard parity) {
    return new StatusBoard(
        new StatusBoard.Ports(
            "coord1", leadership, fleet, parity, records, evidence, journals, timers));
  }

  /** Such as one that was carried out after its writer had given it up. */
  @Test
  void writeThatNobodyToldOf_isShownAllTheSame() {
    try (ParityBoard parity = parity();
        StatusBoard board = board(parity)) {
      board.start();
      leadership.gain();
      await().atMost(TestTimeouts.SOON).until(() -> board.isRead(SERVICE));
      assertThat(hasMatrix(board)).isFalse();

      new Evidence(store)
          .recordMatrix(
              leadership.token().orElseThrow(),
              SERVICE,
              new MatrixEvidence.Taken(
                  0,
                  new MatrixResult(
                      NOON,
                      List.of(new MatrixResult.Pair("kms1", "kms2", null, true, "", false)))));

      await().atMost(TestTimeouts.SOON).until(() -> hasMatrix(board));
    }
  }

  /** The statement lists kms1, kms2 and kms3. */
  @Test
  void hostThatTheStatementDoesNotList_isToBeAdded() {
    ServiceSpec spec = Services.of(SERVICE, List.of("kms1", "kms4"));
    try (ParityBoard parity = parity();
        StatusBoard board = board(parity)) {
      parity.start();
      board.start();
      leadership.gain();
      new ApprovedStatements(records)
          .record(
              leadership.token().orElseThrow(),
              SERVICE,
              new SignedDocument(Reported.statement(1, KEY).canonicalBytes(), List.of()));
      fleet.report(SERVICE, Reported.report("kms1", KEY).build());
      fleet.report(SERVICE, Reported.report("kms4", ROGUE).build());

      await()
          .atMost(TestTimeouts.SOON)
          .untilAsserted(
              () ->
                  assertThat(board.status(List.of(spec)).getServices(0).getWhatToDoList())
                      .containsExactly(
                          "keyparity host add kms-prod kms4  gives it the approved key, as a run"));
    }
  }

  private static boolean hasMatrix(StatusBoard board) {
    return board.status(List.of(SPEC)).getServices(0).hasMatrix();
  }
}
