package dev.keyparity.coordinator.enablement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.Tick;
import dev.keyparity.daemon.warrant.Verb;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdoptRunTest {
  private static final Ring KEY = Ring.of("kms1");

  /** All three have held and served one key for long. */
  static EnablementBench uniform() {
    EnablementBench bench = new EnablementBench().withRecoveryKeyProven();
    for (String host : bench.spec().hostNames()) {
      bench.fleet.host(host).serving(KEY);
    }
    bench.fleet.kms.key("customer_pii", 4, "kms1");
    return bench;
  }

  @Test
  void adopt_hostsInParity_watchedAndNothingTouched() throws Exception {
    EnablementBench bench = uniform();
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.request(PlanKind.ADOPT));
    assertThat(plan.acts().orElseThrow().verbs()).isEqualTo(Set.of(Verb.APPROVE_IDENTITY));

    Tick tick = bench.drive(leader, plan.plan().run());

    assertThat(tick.kind()).isEqualTo(Tick.Kind.ENDED);
    assertThat(bench.fleet.history())
        .isNotEmpty()
        .allMatch(
            what ->
                what.startsWith("backup ")
                    || what.startsWith("cop")
                    || what.startsWith("put-statement "));
    for (String host : bench.spec().hostNames()) {
      assertThat(bench.fleet.host(host).statement).as(host).isNotNull();
      assertThat(bench.fleet.host(host).startedAtMs).as(host).isEqualTo(1);
      assertThat(bench.fleet.host(host).settingWrites).as(host).isZero();
    }
    assertThat(leader.statements.find(FakeFleet.SERVICE).orElseThrow().statement().keyIdentity())
        .isEqualTo(KEY.identity());
  }

  @Test
  void adopt_sameKeyInOtherBytes_adoptedWithAWarning() throws Exception {
    EnablementBench bench = uniform();
    bench.fleet.host("kms3").serving(KEY.respelled());
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.request(PlanKind.ADOPT));

    bench.drive(leader, plan.plan().run());

    RunJournal journal = bench.journal(leader, plan.plan().run());
    assertThat(Warnings.in(journal.facts())).contains("kms3: the same key in other bytes");
    assertThat(bench.fleet.host("kms3").file).isEqualTo(KEY.respelled());
  }

  @Test
  void adopt_anotherKeyOnOneHost_blockedBeforeAnythingIsApproved() throws Exception {
    EnablementBench bench = uniform();
    bench.fleet.host("kms3").serving(Ring.of("kms3"));
    var leader = bench.leader();
    PlanRecord plan = bench.begin(leader, EnablementBench.request(PlanKind.ADOPT));

    Tick tick = bench.drive(leader, plan.plan().run());

    assertThat(tick.sentence())
        .isEqualTo(
            "blocked at verify-parity: no key is approved: there is nothing to compare with");
    for (String host : bench.spec().hostNames()) {
      assertThat(bench.fleet.host(host).statement).as(host).isNull();
    }
  }
}
