package dev.keyparity.coordinator.enablement.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.Golden;
import dev.keyparity.coordinator.records.InMemoryRecordStore;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.warrant.DocumentSignature;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plan with its drafts and signatures, as it is stored. */
class PlanRecordTest {
  private static final FencingToken TOKEN = new FencingToken("prod", 7, "coord1");

  private static PlanRecord record() throws Exception {
    return new PlanRecord(
        Plan.parse(Golden.bytes("drafts/give-way/plan.json")),
        signed("drafts/give-way/warrant.json", "alice", "bob"),
        signed("drafts/give-way/statement.json", "alice"),
        2,
        "carol");
  }

  private static SignedDocument signed(String draft, String... operators) {
    return new SignedDocument(
        Golden.bytes(draft),
        List.of(operators).stream()
            .map(it -> new DocumentSignature("ed25519", it, "c3".repeat(32), it.getBytes(UTF_8)))
            .toList());
  }

  /** As a coordinator comes by it: a record of the store. */
  private static PlanRecord read(byte[] bytes) {
    InMemoryRecordStore store = new InMemoryRecordStore(Clock.systemUTC(), TOKEN::equals);
    store.write(
        TOKEN,
        new RecordWrite.Create(RecordKey.of(RecordKey.Kind.PLAN, "kms-prod", "8c1f22d0"), bytes));
    return new Plans(store).require("kms-prod", "8c1f22d0");
  }

  @Test
  void record_isAsItsGoldenFile() throws Exception {
    Golden.check(
        "plan-record-1.json",
        record().encode(),
        PlanRecordTest::read,
        record(),
        "record kms-prod/plans/8c1f22d0: ");
  }

  @Test
  void recordWithNothingToSign_readAndWrittenAlike() throws Exception {
    PlanRecord bare = new PlanRecord(record().plan(), null, null, 0, "carol");

    assertThat(read(bare.encode())).isEqualTo(bare);
  }
}
