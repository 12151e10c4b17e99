package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.workflow.Act;
import dev.keyparity.coordinator.workflow.ActFailure;
import dev.keyparity.coordinator.workflow.ActRecord;
import dev.keyparity.coordinator.workflow.ActState;
import dev.keyparity.coordinator.workflow.JournalStoreContract.Journals;
import dev.keyparity.coordinator.workflow.Next;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.StepId;
import dev.keyparity.coordinator.workflow.StepRecord;
import dev.keyparity.coordinator.workflow.StepState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DoneSoFarTest {
  private static final Instant AT = Instant.parse("2026-11-24T14:00:00Z");
  private static final List<String> HOSTS = List.of("kms1", "kms2");

  private final List<ActRecord> acts = new ArrayList<>();

  private DoneSoFarTest act(String name, String host, ActState state) {
    ActFailure failure =
        state == ActState.FAILED ? new ActFailure("DISK_FULL", "no space", "", Next.RETRY) : null;
    acts.add(
        new ActRecord(
            Act.of(name, host),
            1,
            "id-" + acts.size(),
            7,
            1,
            state,
            AT,
            1,
            AT,
            state.isOpen() ? null : AT,
            "",
            failure,
            new TreeMap<>()));
    return this;
  }

  private DoneSoFarTest done(String name, String... hosts) {
    for (String host : hosts) {
      act(name, host, ActState.DONE);
    }
    return this;
  }

  private DoneSoFarTest allBackedUp() {
    return done("backup", "kms1", "kms2").done("copy", "kms1", "kms2");
  }

  private String sentence() {
    RunJournal base = Journals.fresh();
    RunJournal journal =
        new RunJournal(
            base.run(),
            base.service(),
            base.kind(),
            base.plans(),
            base.startedBy(),
            base.startedAt(),
            null,
            base.standing(),
            List.of(
                new StepRecord(new StepId("any"), StepState.RUNNING, 1, AT, null, "", null, acts)),
            List.of(),
            null,
            null,
            null,
            List.of(),
            List.of(),
            base.options(),
            base.facts());
    return new DoneSoFar(journal, HOSTS).sentence();
  }

  @Test
  void looksAndBackupsAlone_changedNothing() {
    assertThat(allBackedUp().done("survey", Act.SERVICE).done("reread", "kms2").sentence())
        .isEqualTo("nothing was changed; both hosts are backed up");
  }

  @Test
  void backup_countsOnlyWithItsCopy() {
    assertThat(sentence()).isEqualTo("nothing was changed; nothing is backed up by this run");
    assertThat(done("backup", "kms1", "kms2").done("copy", "kms2").sentence())
        .isEqualTo("nothing was changed; backed up: kms2");
  }

  @Test
  void wholeActThatFailed_changedNothing() {
    assertThat(allBackedUp().act("install", "kms2", ActState.FAILED).sentence())
        .startsWith("nothing was changed; ");
  }

  @Test
  void commandThatFailed_mayHaveComeHalfWay() {
    assertThat(allBackedUp().act("stop", "kms2", ActState.FAILED).sentence())
        .isEqualTo(
            "no change is known to be in place; tried, and failed: KMS stopped on kms2;"
                + " both hosts are backed up");
  }

  @Test
  void commandThatFailedAndThenWorked_isToldOnce() {
    assertThat(
            allBackedUp()
                .act("start", "kms2", ActState.FAILED)
                .act("start", "kms1", ActState.FAILED)
                .done("start", "kms2")
                .sentence())
        .isEqualTo(
            "changed: KMS started on kms2; tried, and failed: KMS started on kms1;"
                + " both hosts are backed up");
  }

  @Test
  void whatWasDone_isNamedWithItsHosts_inOrder() {
    assertThat(
            allBackedUp()
                .done("put-statement", "kms1", "kms2")
                .done("write-setting:kms-site.xml", "kms2")
                .done("stop", "kms2")
                .done("install", "kms2")
                .done("roll-probe", Act.SERVICE)
                .sentence())
        .isEqualTo(
            "changed: identity statement given to kms1, kms2; settings written on kms2;"
                + " KMS stopped on kms2; key replaced on kms2; probe key rolled;"
                + " both hosts are backed up");
  }

  @Test
  void actOfWhichTheEndIsNotKnown_isNotPassedOver() {
    assertThat(allBackedUp().act("stop", "kms2", ActState.INTENDED).sentence())
        .isEqualTo(
            "changed: perhaps (its end is not known) KMS stopped on kms2;"
                + " both hosts are backed up");
    assertThat(act("install", "kms1", ActState.INDETERMINATE).sentence())
        .contains("key replaced on kms1");
  }

  @Test
  void actOfAnUnknownKind_countsAsAChange() {
    assertThat(done("sing", "kms2").sentence()).startsWith("changed: sing on kms2; ");
  }

  /** Older tries are dropped there: what they changed would be passed over. */
  @Test
  void fullJournal_doesNotVouchForWhatItNoLongerKeeps() {
    for (int i = 0; i < StepRecord.MAX_ACTS; i++) {
      act("stop", "kms2", ActState.FAILED);
    }

    assertThat(sentence()).startsWith("no change is on record, but not every try is kept; ");
  }
}
