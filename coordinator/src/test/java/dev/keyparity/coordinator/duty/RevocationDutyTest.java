package dev.keyparity.coordinator.duty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.workflow.FaultPoints;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunRevocation.State;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.coordinator.workflow.SimulatedCrash;
import dev.keyparity.coordinator.workflow.WorkflowException;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Aborted runs, and who is told: real desk, duty, engine and records; a fake service. */
class RevocationDutyTest {
  private static final List<String> ALL_CONFIRMED =
      List.of("kms1 confirmed", "kms2 confirmed", "kms3 confirmed");

  @Test
  void abort_everyHostIsToldOnce_andThenNobody() throws Exception {
    AbortBench bench = new AbortBench();
    AbortBench.Term leader = bench.term();

    RunJournal aborted = leader.abort(bench.signed("bob"));

    assertThat(aborted.state()).isEqualTo(RunState.ABORTED);
    assertThat(aborted.owesRevocation()).as("in the write that aborted it").isTrue();
    leader.turn();
    assertThat(bench.standing()).isEqualTo(ALL_CONFIRMED);
    assertThat(bench.journal().owesRevocation()).isFalse();
    assertThat(bench.events())
        .contains("every host of kms-prod refuses run %s now".formatted(bench.run));
    int version = bench.version().orElseThrow();
    leader.seldom(Duration.ofHours(3));
    assertThat(bench.version()).contains(version);
    for (String host : AbortBench.HOSTS) {
      assertThat(bench.host(host).refusedRuns()).containsExactly(bench.run.value());
    }
  }

  /** A host that refuses the run could not be brought to rest, so nobody is told before its end. */
  @Test
  void abort_wishOfARunThatGoesOn_isToldOnlyWhenItHasEnded() throws Exception {
    AbortBench bench = new AbortBench();
    AbortBench.Term leader = bench.term();
    leader.leader.engine().resume("kms-prod", bench.run, null, java.util.Map.of());
    bench.host("kms2").silence(true);

    RunJournal wished = leader.abort(bench.signed("bob"));

    assertThat(wished.state()).isEqualTo(RunState.RUNNING);
    assertThat(wished.owesRevocation()).isFalse();
    leader.turn();
    assertThat(bench.journal().state()).isEqualTo(RunState.ABORTED);
    bench.host("kms2").silence(false);
    leader.turns(Duration.ofMinutes(1));
    assertThat(bench.standing()).isEqualTo(ALL_CONFIRMED);
    List<String> history = bench.service.fleet.history();
    assertThat(history).contains("revoke kms1");
    assertThat(history.subList(history.indexOf("revoke kms1"), history.size()))
        .allMatch(what -> what.startsWith("revoke "));
  }

  /** The leader dies, or is not answered, at each durable write and RPC of an abort. */
  @ParameterizedTest
  @EnumSource(FaultPoints.Fault.class)
  void abort_anyPointGoesWrong_everyHostIsToldOnce(FaultPoints.Fault fault) throws Exception {
    FaultPoints counting = FaultPoints.none();
    aborted(counting);
    int points = counting.passed().size();
    assertThat(points).as("%s", counting.passed()).isGreaterThanOrEqualTo(6);

    for (int k = 0; k < points; k++) {
      FaultPoints faults = FaultPoints.at(k, fault);
      AbortBench bench = aborted(faults);
      String where = "point %d: %s".formatted(k, counting.passed().get(k));
      assertThat(faults.hasFired()).as(where).isTrue();
      assertThat(bench.journal().state()).as(where).isEqualTo(RunState.ABORTED);
      assertThat(bench.standing()).as(where).isEqualTo(ALL_CONFIRMED);
      for (String host : AbortBench.HOSTS) {
        assertThat(bench.host(host).refusedRuns())
            .as("%s, %s", where, host)
            .containsExactly(bench.run.value());
      }
    }
  }

  private static AbortBench aborted(FaultPoints faults) throws Exception {
    AbortBench bench = new AbortBench();
    AbortBench.Term leader = bench.new Term(faults);
    SignedDocument revocation = bench.signed("bob");
    try {
      insist(leader, revocation);
      leader.turns(Duration.ofMinutes(1));
    } catch (SimulatedCrash crash) {
      AbortBench.Term next = bench.term();
      insist(next, revocation);
      next.turns(Duration.ofMinutes(1));
    }
    return bench;
  }

  /** As an operator does who is not answered: gives the same command once more. */
  private static void insist(AbortBench.Term leader, SignedDocument revocation) {
    try {
      leader.abort(revocation);
    } catch (KeyparityException | WorkflowException notKnown) {
      leader.abort(revocation);
    }
  }

  /** Nothing is lost while an agent is down for a day, whoever leads meanwhile. */
  @Test
  void hostDown_forADay_isNamedSinceThenAndToldWhenItIsBack() throws Exception {
    AbortBench bench = new AbortBench();
    bench.host("kms3").silence(true);
    AbortBench.Term first = bench.term("kms3");
    first.abort(bench.signed("bob"));
    Instant since = bench.now();
    first.turn();

    assertThat(bench.standing())
        .containsExactly("kms1 confirmed", "kms2 confirmed", "kms3 unreachable");
    assertThat(bench.at("kms3").reason()).isEqualTo("agent kms3: connection refused");
    int version = bench.version().orElseThrow();
    first.seldom(Duration.ofHours(12));
    AbortBench.Term second = bench.term("kms3");
    second.seldom(Duration.ofHours(12));
    assertThat(bench.version()).as("nothing new is written").contains(version);
    assertThat(bench.at("kms3").since()).isEqualTo(since);

    bench.host("kms3").silence(false);
    second.allFenced();
    second.turn();

    assertThat(bench.standing()).isEqualTo(ALL_CONFIRMED);
  }

  /** It may still be doing what an earlier leader asked of it. */
  @Test
  void hostNotFencedForThisLeadership_isNotAsked_thoughItWouldAnswer() throws Exception {
    AbortBench bench = new AbortBench();
    AbortBench.Term leader = bench.term("kms3");
    leader.abort(bench.signed("bob"));

    leader.seldom(Duration.ofHours(1));

    assertThat(bench.host("kms3").refusedRuns()).isEmpty();
    assertThat(bench.at("kms3").code()).isEqualTo("NOT_FENCED");
    leader.allFenced();
    leader.turn();
    assertThat(bench.standing()).isEqualTo(ALL_CONFIRMED);
  }

  /** After its fence a host may go down as well: then it is asked less and less often. */
  @Test
  void hostDown_afterItsFence_isAskedAfterGrowingPauses_andSoonWhenItIsHeardOf() throws Exception {
    AbortBench bench = new AbortBench();
    FaultPoints counting = FaultPoints.none();
    AbortBench.Term leader = bench.new Term(counting);
    bench.host("kms3").silence(true);
    leader.abort(bench.signed("bob"));

    leader.turns(Duration.ofHours(1));

    assertThat(bench.at("kms3").state()).isEqualTo(State.UNREACHABLE);
    assertThat(counting.passed()).filteredOn(it -> it.equals("Revoke kms3")).hasSizeBetween(12, 20);
    bench.host("kms3").silence(false);
    leader.turns(Deliveries.SHORTEST);
    assertThat(bench.standing()).isEqualTo(ALL_CONFIRMED);
  }

  /** It is no use asking again until a person did something, so it is not asked in a hot loop. */
  @Test
  void agentThatDemandsTwoOperators_isNamedWithItsRefusal_andAskedAgainWhenTheSecondSigned()
      throws Exception {
    AbortBench bench = new AbortBench();
    bench.host("kms2").demandOperators(2);
    FaultPoints counting = FaultPoints.none();
    AbortBench.Term leader = bench.new Term(counting);
    SignedDocument byBob = bench.signed("bob");
    leader.abort(byBob);

    leader.turns(Duration.ofHours(1));

    assertThat(bench.standing())
        .containsExactly("kms1 confirmed", "kms2 refused", "kms3 confirmed");
    assertThat(bench.at("kms2"))
        .satisfies(
            at -> {
              assertThat(at.code()).isEqualTo("WARRANT_INVALID");
              assertThat(at.reason()).contains("signed by 1 operators (expected: 2)");
              assertThat(at.whatToDo()).isEqualTo("have another operator sign");
            });
    assertThat(counting.passed()).filteredOn(it -> it.equals("Revoke kms2")).hasSizeBetween(3, 5);
    assertThat(bench.events())
        .filteredOn(event -> event.startsWith("kms2 does not take the abort of run"))
        .hasSize(1);

    leader.abortBy("alice", SignedAborts.also(byBob, "alice"));
    leader.turn();

    assertThat(bench.standing()).isEqualTo(ALL_CONFIRMED);
  }

  /** A later run of the service does not make the leader forget the aborted one. */
  @Test
  void abortedRun_thatIsNoLongerTheCurrentOne_isDeliveredByTheNextLeader() throws Exception {
    AbortBench bench = new AbortBench();
    bench.host("kms3").silence(true);
    AbortBench.Term first = bench.term("kms3");
    first.abort(bench.signed("bob"));
    first.turn();
    bench.host("kms3").silence(false);
    RunId another = bench.begin(first.leader);
    bench.service.drive(first.leader, another);
    assertThat(another).as("a new run is possible").isNotEqualTo(bench.run);

    bench.term().turn();

    assertThat(bench.standing()).isEqualTo(ALL_CONFIRMED);
  }

  /** A host that was taken out of the service has no agent to ask; it stays named. */
  @Test
  void hostNoLongerDeclared_isNamedAndNotAsked() throws Exception {
    AbortBench bench = new AbortBench();
    AbortBench.Term leader = bench.term();
    bench.service.declare("kms1", "kms2", "kms3", "kms4");
    leader.abort(bench.signed("bob"));

    leader.turn();

    assertThat(bench.standing())
        .containsExactly("kms1 confirmed", "kms2 confirmed", "kms3 confirmed", "kms4 unreachable");
    assertThat(bench.at("kms4").reason()).startsWith("kms4 is no host of the service");
  }
}
