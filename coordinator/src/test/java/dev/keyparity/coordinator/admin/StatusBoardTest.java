package dev.keyparity.coordinator.admin;

import static dev.keyparity.coordinator.parity.Reported.NOON;
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
import dev.keyparity.coordinator.records.ImpatientTimers;
import dev.keyparity.coordinator.records.InMemoryRecordStore;
import dev.keyparity.coordinator.records.WatchedRecords;
import dev.keyparity.coordinator.workflow.JournalClock;
import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.coordinator.workflow.MutableClock;
import dev.keyparity.coordinator.workflow.journal.RecordedJournals;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusBoardTest {
  private static final ServiceSpec SPEC = Services.of(SERVICE, List.of("kms1", "kms2"));

  private final FakeLeadership leadership = new FakeLeadership("prod", "coord1");
  private final MutableClock clock = new MutableClock(NOON);
  private final InMemoryRecordStore store = new InMemoryRecordStore(clock, leadership::holds);
  private final WatchedRecords records = new WatchedRecords(store);
  private final FakeFleet fleet = new FakeFleet();

  /** Such as one that was carried out after its writer had given it up. */
  @Test
  void writeThatNobodyToldOf_isShownAllTheSame() {
    Evidence evidence = new Evidence(records);
    JournalStore journals = new RecordedJournals(records, leadership::token);
    ImpatientTimers timers = new ImpatientTimers();
    try (ParityBoard parity =
            new ParityBoard(
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
        StatusBoard board =
            new StatusBoard(
                new StatusBoard.Ports(
                    "coord1", leadership, fleet, parity, records, evidence, journals, timers))) {
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

  private static boolean hasMatrix(StatusBoard board) {
    return board.status(List.of(SPEC)).getServices(0).hasMatrix();
  }
}
