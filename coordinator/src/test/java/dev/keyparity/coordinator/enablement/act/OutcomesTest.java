package dev.keyparity.coordinator.enablement.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.workflow.ActFailure;
import dev.keyparity.coordinator.workflow.ActResult;
import dev.keyparity.coordinator.workflow.Next;
import dev.keyparity.coordinator.workflow.WorkflowException;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.agent.v1.Receipt;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an agent answers, as the journal takes it. */
class OutcomesTest {

  private static Receipt.Builder receipt(Receipt.Outcome outcome) {
    return Receipt.newBuilder().setOutcome(outcome).setSummary("what was found");
  }

  @ParameterizedTest
  @EnumSource(names = {"DONE", "SETTLED_DONE"})
  void receipt_inPlace_isDoneWithItsFactsAndOurs(Receipt.Outcome outcome) {
    Receipt receipt = receipt(outcome).putFacts("backup", "b1").build();

    assertThat(Outcomes.of("kms2", receipt, Map.of("file", "/b1")))
        .isEqualTo(ActResult.done("what was found", Map.of("backup", "b1", "file", "/b1")));
  }

  /** Who acts next is for the error to say, not for the fact that it failed. */
  @ParameterizedTest
  @CsvSource({
    "KMS_START_FAILED, ASK_OPERATOR",
    "BACKUP_MISSING, STOP",
    "DIGEST_MISMATCH, RE_OBSERVE",
    "FILE_CHANGING, RETRY",
    "DISK_FULL, ASK_OPERATOR",
    "INTERNAL, STOP"
  })
  void receipt_failed_saysByItsErrorWhoActsNext(ErrorCode error, Next next) {
    Receipt receipt =
        receipt(Receipt.Outcome.FAILED)
            .putFacts("error", error.name())
            .putFacts("what_to_do", "look there")
            .build();

    assertThat(Outcomes.of("kms2", receipt))
        .isEqualTo(
            new ActResult.NotDone(
                new ActFailure(error.name(), "kms2: what was found", "look there", next)));
  }

  @Test
  void receipt_failedWithOutput_showsItsEnd() {
    Receipt receipt =
        receipt(Receipt.Outcome.FAILED)
            .putFacts("error", "KMS_START_FAILED")
            .putFacts("output", "x".repeat(400) + " the reason\n")
            .build();

    assertThat(message(Outcomes.of("kms2", receipt)))
        .startsWith("kms2: what was found: it said: xxx")
        .endsWith("x the reason")
        .hasSizeLessThan(340);
  }

  /** A declared command that ended badly names no error of ours, and is not simply run again. */
  @Test
  void receipt_failedWithoutError_asksTheOperator() {
    assertThat(Outcomes.of("edge1", receipt(Receipt.Outcome.FAILED).build()))
        .isEqualTo(ActResult.notDone("failed", "edge1: what was found", "", Next.ASK_OPERATOR));
  }

  @Test
  void receipt_settledNotDone_isTriedAnew() {
    assertThat(Outcomes.of("kms2", receipt(Receipt.Outcome.SETTLED_NOT_DONE).build()))
        .isEqualTo(
            ActResult.notDone("settled-not-done", "kms2: what was found", "", Next.RE_OBSERVE));
  }

  @Test
  void receipt_endUnknownOrNone_staysOpen() {
    assertThat(Outcomes.of("kms2", receipt(Receipt.Outcome.INDETERMINATE).build()))
        .isEqualTo(new ActResult.Indeterminate("kms2: what was found"));
    assertThat(Outcomes.of("kms2", Receipt.getDefaultInstance()))
        .isEqualTo(new ActResult.Unanswered("kms2: receipt without an outcome"));
  }

  private static String message(ActResult result) {
    return ((ActResult.NotDone) result).failure().message();
  }

  private static ActResult refused(ErrorCode code, String message) throws InterruptedException {
    CompletableFuture<String> call =
        CompletableFuture.failedFuture(
            new KeyparityException(code, message, "do this").withRule("I4").withContext("k", "v"));
    try {
      Outcomes.await("kms2", call);
      throw new AssertionError("no refusal came out");
    } catch (KeyparityException e) {
      assertThat(e.rule()).isEqualTo("I4");
      assertThat(e.context()).containsEntry("k", "v");
      return Outcomes.of(e);
    }
  }

  /** Agents do not name themselves: who is meant must be in what the operator reads. */
  @Test
  void refusal_namesTheHostItCameFromOnce() throws Exception {
    assertThat(message(refused(ErrorCode.BACKUP_MISSING, "no backup")))
        .isEqualTo("kms2: no backup");
    assertThat(message(refused(ErrorCode.PERMIT_MISSING, "stop of kms2: kms3 gave no permit")))
        .isEqualTo("stop of kms2: kms3 gave no permit");
    assertThat(message(refused(ErrorCode.PERMIT_MISSING, "stop of kms21")))
        .isEqualTo("kms2: stop of kms21");
  }

  @ParameterizedTest
  @EnumSource(names = {"PEER_UNREACHABLE", "DEADLINE_EXCEEDED", "CANCELLED", "NOT_FENCED"})
  void refusal_thatLeavesTheEndUnknown_isSentAgain(ErrorCode code) throws Exception {
    assertThat(refused(code, "lost")).isEqualTo(new ActResult.Unanswered("kms2: lost"));
  }

  @Test
  void refusal_ofAnEarlierAttemptsEnd_staysOpen() throws Exception {
    assertThat(refused(ErrorCode.INDETERMINATE, "begun"))
        .isEqualTo(new ActResult.Indeterminate("kms2: begun"));
  }

  @Test
  void refusal_ofAStaleLeader_endsTheTurn() {
    assertThatThrownBy(() -> refused(ErrorCode.STALE_LEADER, "epoch 3"))
        .isInstanceOfSatisfying(
            WorkflowException.class,
            e -> assertThat(e.kind()).isEqualTo(WorkflowException.Kind.NOT_LEADING));
  }
}
