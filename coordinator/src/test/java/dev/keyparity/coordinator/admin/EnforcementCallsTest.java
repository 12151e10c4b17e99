package dev.keyparity.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.evidence.EventLog.Event;
import dev.keyparity.coordinator.evidence.EventLog.Severity;
import dev.keyparity.coordinator.evidence.Pause;
import dev.keyparity.coordinator.records.InMemoryRecordStore.WriteFault;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.EnforcementReply;
import dev.keyparity.proto.coordinator.v1.EnforcementRequest;
import dev.keyparity.proto.coordinator.v1.Paused;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnforcementCallsTest {
  private static final String REASON = "storage work, CHG-7";

  @TempDir Path directory;
  private AdminBench bench;
  private EnforcementCalls calls;
  private Instant begun;

  @BeforeEach
  void open() {
    bench = new AdminBench(directory);
    begun = bench.clock.instant();
    calls = new EnforcementCalls(bench.chair, bench.evidence, bench.audit, bench.clock);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static EnforcementRequest request(String reason) {
    return EnforcementRequest.newBuilder().setService(AdminBench.SERVICE).setReason(reason).build();
  }

  private EnforcementReply pause(String operator, String reason) throws Exception {
    return AdminBench.as(operator, () -> calls.pause(request(reason)));
  }

  private EnforcementReply resume(String operator, String reason) throws Exception {
    return AdminBench.as(operator, () -> calls.resume(request(reason)));
  }

  private List<Event> events() {
    return bench.evidence.events(AdminBench.SERVICE).events();
  }

  private Paused bobs() {
    return Paused.newBuilder()
        .setBy("bob")
        .setReason(REASON)
        .setSinceMs(begun.toEpochMilli())
        .build();
  }

  @Test
  void pause_saysWhoWhenAndWhy_onRecordInTheEventsAndInTheAuditLog() throws Exception {
    EnforcementReply reply = pause("bob", REASON);

    assertThat(reply.getChanged()).isTrue();
    assertThat(reply.getPaused()).isEqualTo(bobs());
    assertThat(bench.evidence.pause(AdminBench.SERVICE))
        .hasValueSatisfying(it -> assertThat(it.by()).isEqualTo("bob"));
    assertThat(events())
        .containsExactly(
            new Event(begun, Severity.WARNING, "enforcement paused by bob: " + REASON));
    assertThat(bench.audited())
        .singleElement()
        .asString()
        .contains("enforcement-pause", "\"operator\":\"bob\"", REASON, AdminBench.SERVICE);
  }

  /** An answer may be lost: whoever asks again did not pause twice, and it began when it did. */
  @Test
  void pause_again_changesNothingAndTellsNothing() throws Exception {
    pause("bob", REASON);
    bench.clock.advance(Duration.ofMinutes(5));

    EnforcementReply reply = pause("bob", " " + REASON);

    assertThat(reply.getChanged()).isFalse();
    assertThat(reply.getPaused()).isEqualTo(bobs());
    assertThat(events()).hasSize(1);
  }

  @Test
  void pause_ofAnotherOrForAnotherReason_isRefusedAndSaysWhoseItIs() throws Exception {
    pause("bob", REASON);

    for (KeyparityException refused :
        List.of(
            AdminBench.refusal(() -> pause("alice", REASON)),
            AdminBench.refusal(() -> pause("bob", "lunch")))) {
      assertThat(refused.code()).isEqualTo(ErrorCode.ENFORCEMENT_PAUSED);
      assertThat(refused.operatorMessage())
          .isEqualTo(
              "pause kms-prod: it is paused already, by bob since 2026-11-24T14:00:00Z: " + REASON);
      assertThat(refused.whatToDo()).startsWith("keyparity enforcement resume kms-prod");
    }
    assertThat(bench.evidence.pause(AdminBench.SERVICE))
        .hasValueSatisfying(it -> assertThat(it.by()).isEqualTo("bob"));
  }

  @Test
  void resume_byAnybody_endsItAndTellsOfIt() throws Exception {
    pause("bob", REASON);
    bench.clock.advance(Duration.ofHours(2));

    EnforcementReply reply = resume("alice", "done");

    assertThat(reply.getChanged()).isTrue();
    assertThat(reply.hasPaused()).isFalse();
    assertThat(bench.evidence.pause(AdminBench.SERVICE)).isEmpty();
    assertThat(events().get(0))
        .isEqualTo(
            new Event(
                begun.plus(Duration.ofHours(2)),
                Severity.INFO,
                "enforcement resumed by alice: done (paused by bob: " + REASON + ")"));
    assertThat(bench.audited()).last().asString().contains("enforcement-resume", "alice", "done");
  }

  @Test
  void resume_ofWhatIsNotPaused_changesNothingAndTellsNothing() throws Exception {
    EnforcementReply reply = resume("alice", "");

    assertThat(reply.getChanged()).isFalse();
    assertThat(reply.hasPaused()).isFalse();
    assertThat(events()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "two\nlines", "bold\u001b[1m"})
  void pause_withoutAReasonOnOneLine_isRefusedBeforeAnythingIsWrittenDown(String reason) {
    KeyparityException refused = AdminBench.refusal(() -> pause("bob", reason));

    assertThat(refused.code()).isEqualTo(ErrorCode.USAGE);
    assertThat(bench.audited()).isEmpty();
    assertThat(bench.evidence.pause(AdminBench.SERVICE)).isEmpty();
  }

  @Test
  void pause_withAReasonTooLong_isRefused() {
    assertThat(AdminBench.refusal(() -> pause("bob", "x".repeat(301))).operatorMessage())
        .isEqualTo("reason: 301 characters (expected: one line, at most 300)");
  }

  @Test
  void pause_ofAServiceThatIsNotDeclared_isRefused() {
    EnforcementRequest other = request(REASON).toBuilder().setService("kms-other").build();

    assertThat(AdminBench.refusal(() -> AdminBench.as("bob", () -> calls.pause(other))).code())
        .isEqualTo(ErrorCode.NO_SUCH_SERVICE);
  }

  /** No audit, no action: what could not be written down is not done. */
  @Test
  void pause_withoutAnAuditLog_isNotOnRecord() {
    bench.audit.close();

    AdminBench.refusal(() -> pause("bob", REASON));

    assertThat(bench.evidence.pause(AdminBench.SERVICE)).isEmpty();
  }

  @Test
  void pause_answerLost_isOnRecordAndToldOnce_andTheSameAgainSucceeds() throws Exception {
    bench.records.plan(WriteFault.REPLY_LOST);

    assertThat(AdminBench.refusal(() -> pause("bob", REASON)).code())
        .isEqualTo(ErrorCode.ZOOKEEPER_UNAVAILABLE);

    assertThat(pause("bob", REASON).getPaused()).isEqualTo(bobs());
    assertThat(events()).hasSize(1);
  }

  /** What stands when somebody else was faster is theirs: the loser reads again and is told. */
  @Test
  void pause_whileSomebodyElsePauses_doesNotReplaceTheirs() {
    Pause bobs = new Pause(begun, "bob", REASON);
    Pause alices = new Pause(begun, "alice", "lunch");
    Event told = new Event(begun, Severity.WARNING, "paused");

    assertThat(bench.evidence.pause(bench.token, AdminBench.SERVICE, bobs, told)).isEqualTo(bobs);
    assertThat(bench.evidence.pause(bench.token, AdminBench.SERVICE, alices, told)).isEqualTo(bobs);

    assertThat(bench.evidence.pause(AdminBench.SERVICE)).contains(bobs);
  }
}
