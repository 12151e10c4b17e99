package dev.keyparity.coordinator.enablement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.EnablementBench.Leader;
import dev.keyparity.coordinator.enablement.plan.Plan;
import dev.keyparity.coordinator.enablement.plan.Plan.Accepted;
import dev.keyparity.coordinator.enablement.plan.PlanKind;
import dev.keyparity.coordinator.enablement.plan.PlanOutcome;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.fleet.HostFacts;
import dev.keyparity.coordinator.workflow.Tick;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.proto.agent.v1.File;
import dev.keyparity.proto.agent.v1.HostReport;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AcceptRunTest {
  private static final Ring KEY = Ring.of("kms1");
  private static final String CONF = "keytrustee.conf";
  private static final String OLD = Ring.sha("old conf");
  private static final String NEW = Ring.sha("new conf");

  /** A service under guard on every host of which one file beside the key was changed. */
  static EnablementBench changedEverywhere() throws InterruptedException {
    EnablementBench bench = AdoptRunTest.uniform();
    bench.spec().hostNames().forEach(host -> holds(bench, host, OLD));
    Leader leader = bench.leader();
    PlanRecord adopted = bench.begin(leader, EnablementBench.request(PlanKind.ADOPT));
    bench.drive(leader, adopted.plan().run());
    bench.spec().hostNames().forEach(host -> holds(bench, host, NEW));
    return bench;
  }

  private static void holds(EnablementBench bench, String host, String digest) {
    bench.fleet.host(host).reportEdit = report -> withFile(report, digest);
  }

  private static HostReport.Builder withFile(HostReport.Builder report, String digest) {
    report
        .getKeyDirectoryBuilder()
        .addFiles(File.newBuilder().setName(CONF).setBytes(9).setSha256(digest));
    return report;
  }

  private static PlanOutcome plan(EnablementBench bench) throws InterruptedException {
    return bench.plan(bench.leader(), EnablementBench.request(PlanKind.ACCEPT));
  }

  private static void assertRefused(EnablementBench bench, ErrorCode code, String... words)
      throws InterruptedException {
    assertThat(plan(bench))
        .isInstanceOfSatisfying(
            PlanOutcome.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.message() + refused.whatToDo()).contains(words);
            });
  }

  @Test
  void changeOnEveryHost_isApprovedByItsDigest_andNothingTouched() throws Exception {
    EnablementBench bench = changedEverywhere();
    Leader leader = bench.leader();
    int before = bench.fleet.history().size();

    PlanRecord plan = bench.begin(leader, EnablementBench.request(PlanKind.ACCEPT));
    Tick tick = bench.drive(leader, plan.plan().run());

    assertThat(plan.plan().accepts()).containsExactly(new Accepted(CONF, OLD, NEW));
    assertThat(plan.acts().orElseThrow().verbs()).isEqualTo(Set.of(Verb.APPROVE_IDENTITY));
    assertThat(tick.kind()).isEqualTo(Tick.Kind.ENDED);
    List<String> done = bench.fleet.history();
    assertThat(done.subList(before, done.size()))
        .isNotEmpty()
        .allMatch(
            what -> what.matches("(backup|copy|copy-of-kms[123]|put-statement) .*"),
            "no other effect");
    IdentityStatement recorded =
        leader.statements.find(FakeFleet.SERVICE).orElseThrow().statement();
    assertThat(recorded.generation()).isEqualTo(2);
    assertThat(recorded.keyIdentity()).isEqualTo(KEY.identity());
    assertThat(recorded.files()).isEqualTo(Map.of(CONF, NEW, "secring.gpg", KEY.sha256()));
    for (String host : bench.spec().hostNames()) {
      assertThat(bench.fleet.host(host).statement).as(host).isEqualTo(recorded);
    }
    assertRefused(bench, ErrorCode.USAGE, "every host holds the approved files");
  }

  @Test
  void fileThatIsGone_isAcceptedAsAbsent() throws Exception {
    EnablementBench bench = changedEverywhere();
    for (String host : bench.spec().hostNames()) {
      bench.fleet.host(host).reportEdit = report -> report;
    }

    assertThat(plan(bench).orElseThrow().plan().accepts())
        .containsExactly(new Accepted(CONF, OLD, HostFacts.ABSENT));
  }

  /** The same key in other bytes, everywhere: what was EQUIVALENT becomes the approved file. */
  @Test
  void sameKeyInOtherBytes_onEveryHost_isAccepted() throws Exception {
    EnablementBench bench = changedEverywhere();
    for (String host : bench.spec().hostNames()) {
      bench.fleet.host(host).serving(KEY.respelled());
      holds(bench, host, OLD);
    }

    assertThat(plan(bench).orElseThrow().plan().accepts())
        .containsExactly(new Accepted("secring.gpg", KEY.sha256(), KEY.respelled().sha256()));
  }

  @Test
  void hostsThatDiffer_areRefused_withWhatEachHolds() throws Exception {
    EnablementBench bench = changedEverywhere();
    holds(bench, "kms3", OLD);

    assertRefused(
        bench,
        ErrorCode.NOT_IN_PARITY,
        "kms1 and kms3 differ",
        CONF + " " + NEW.substring(0, 12) + ", " + OLD.substring(0, 12),
        "on every host first");
  }

  @Test
  void anotherKey_isNeverAccepted_evenOnEveryHost() throws Exception {
    EnablementBench bench = changedEverywhere();
    for (String host : bench.spec().hostNames()) {
      bench.fleet.host(host).serving(Ring.of("rogue"));
    }

    assertRefused(
        bench, ErrorCode.NOT_IN_PARITY, "kms1 holds another key", "keyparity repair kms-prod kms1");
  }

  @Test
  void damagedFile_isNeverAccepted() throws Exception {
    EnablementBench bench = changedEverywhere();
    bench.fleet.host("kms1").file = KEY.damaged();

    assertRefused(bench, ErrorCode.NOT_IN_PARITY, "kms2 and kms1 differ", "secring.gpg");
  }

  @Test
  void nothingApproved_isRefused() throws Exception {
    assertRefused(
        AdoptRunTest.uniform(), ErrorCode.STATEMENT_MISSING, "no key is approved", "adopt");
  }

  @Test
  void plan_comesBackEqual() throws Exception {
    Plan plan = plan(changedEverywhere()).orElseThrow().plan();

    assertThat(Plan.parse(plan.payload())).isEqualTo(plan);
  }
}
