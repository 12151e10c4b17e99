package dev.keyparity.coordinator.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.duty.Deliveries.Asked;
import dev.keyparity.coordinator.fleet.FenceBarrier.Fenced;
import dev.keyparity.coordinator.workflow.RunRevocation;
import dev.keyparity.coordinator.workflow.RunRevocation.Delivery;
import dev.keyparity.coordinator.workflow.RunRevocation.State;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.proto.agent.v1.Receipt;
import dev.keyparity.proto.agent.v1.Receipt.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveriesTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Delivery PENDING = Delivery.pending(NOON);
  private static final Fenced FENCED =
      new Fenced(new FencingToken("prod", 1, "coord1"), Map.of("kms1", List.of()), Map.of());

  private static Delivery failing(ErrorCode code) {
    return Deliveries.of(PENDING, new KeyparityException(code, "it said no"), NOON);
  }

  private static Deliveries.Round next(Delivery stands, boolean heard, Asked asked, Instant now) {
    return Deliveries.next(
        new RunRevocation("signed", new TreeMap<>(Map.of("kms1", stands))),
        FENCED,
        host -> heard,
        Map.of("kms1", asked),
        now);
  }

  @ParameterizedTest
  @CsvSource({"1,5", "2,10", "3,20", "6,160", "7,300", "40,300"})
  void hostThatDoesNotAnswer_isDueAfterAPauseThatDoubles(int times, int seconds) {
    Delivery silent = failing(ErrorCode.PEER_UNREACHABLE);
    Asked asked = new Asked(times, NOON);
    Instant due = NOON.plusSeconds(seconds);

    assertThat(next(silent, false, asked, due.minusMillis(1)).due()).isEmpty();
    assertThat(next(silent, false, asked, due.minusMillis(1)).next()).isEqualTo(due);
    assertThat(next(silent, false, asked, due).due()).containsExactly("kms1");
    assertThat(next(silent, true, asked, NOON.plusSeconds(5)).due())
        .as("heard of again")
        .containsExactly("kms1");
  }

  @Test
  void hostThatRefused_isDueSeldom_thoughItIsHeardOf() {
    Delivery refused = failing(ErrorCode.WARRANT_INVALID);
    Asked once = new Asked(1, NOON);

    assertThat(next(refused, true, once, NOON.plus(Duration.ofMinutes(14))).due()).isEmpty();
    assertThat(next(refused, true, once, NOON.plus(Duration.ofMinutes(15))).due()).hasSize(1);
  }

  @Test
  void newLeadership_asksAtOnce_andWhoConfirmedIsNeverAsked() {
    assertThat(next(failing(ErrorCode.PEER_UNREACHABLE), false, Asked.NEVER, NOON).due())
        .hasSize(1);
    assertThat(next(failing(ErrorCode.WARRANT_INVALID), false, Asked.NEVER, NOON).due()).hasSize(1);
    assertThat(next(PENDING.confirmed(NOON), true, Asked.NEVER, NOON).due()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "PEER_UNREACHABLE",
        "DEADLINE_EXCEEDED",
        "OVERLOADED",
        "NOT_FENCED",
        "WARRANT_INVALID",
        "EFFECTS_REFUSED",
        "UNIMPLEMENTED"
      })
  void failure_isARefusal_unlessItPassesByItself(ErrorCode code) {
    boolean passes = code.compareTo(ErrorCode.ROLLED_BACK) < 0 && code != ErrorCode.UNIMPLEMENTED;

    Delivery at = failing(code);

    assertThat(at.state()).isEqualTo(passes ? State.UNREACHABLE : State.REFUSED);
    assertThat(at.code()).isEqualTo(code.name());
    assertThat(at.reason()).isEqualTo("it said no");
    assertThat(at.attempt()).as("nothing was begun").isEqualTo(1);
  }

  @Test
  void staleLeader_isNoAnswerOfTheHost() {
    assertThatThrownBy(() -> failing(ErrorCode.STALE_LEADER))
        .isInstanceOf(KeyparityException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "DONE,CONFIRMED,1",
    "SETTLED_DONE,CONFIRMED,1",
    "SETTLED_NOT_DONE,PENDING,2",
    "FAILED,REFUSED,2",
    "INDETERMINATE,UNREACHABLE,1"
  })
  void receipt_saysWhetherItIsKept_andUnderWhichRequestToAskNext(
      Outcome outcome, State state, int attempt) {
    Delivery at =
        Deliveries.of(
            PENDING, Receipt.newBuilder().setOutcome(outcome).setSummary("so").build(), NOON);

    assertThat(at.state()).isEqualTo(state);
    assertThat(at.attempt()).isEqualTo(attempt);
  }

  @Test
  void sameTrouble_keepsItsBeginning() {
    Delivery later =
        Deliveries.of(
            failing(ErrorCode.PEER_UNREACHABLE),
            new KeyparityException(ErrorCode.DEADLINE_EXCEEDED, "no answer"),
            NOON.plusSeconds(60));

    assertThat(later.since()).isEqualTo(NOON);
    assertThat(later.reason()).isEqualTo("no answer");
  }
}
