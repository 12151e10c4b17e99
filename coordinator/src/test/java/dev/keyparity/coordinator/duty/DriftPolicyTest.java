package dev.keyparity.coordinator.duty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.duty.DriftPolicy.Choice;
import dev.keyparity.coordinator.duty.DriftPolicy.Earlier;
import dev.keyparity.coordinator.evidence.Pause;
import dev.keyparity.coordinator.evidence.StandingWarrant;
import dev.keyparity.coordinator.parity.HostVerdict;
import dev.keyparity.coordinator.parity.ServiceParity;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.StandingActs;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.keyring.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each rule of what policy does about drift, alone. */
class DriftPolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-24T14:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(5);

  private @Nullable StandingWarrant standing = standing(3, NOW.plus(Duration.ofDays(90)));
  private @Nullable Pause pause;
  private boolean isRunOpen;
  private final List<Earlier> earlier = new ArrayList<>();

  private static StandingWarrant standing(long generation, Instant until) {
    Warrant warrant =
        new Warrant(
            "w-1",
            "prod",
            "kms-prod",
            null,
            null,
            generation,
            NOW.minus(Duration.ofDays(30)),
            until,
            List.of(
                Act.of(
                    Verb.REPAIR,
                    StandingActs.STEP,
                    "kms2",
                    Map.of("identity", "i", "installs", "s"))),
            "on call",
            null);
    return new StandingWarrant(
        NOW.minus(Duration.ofDays(30)),
        "alice",
        warrant,
        SignedDocument.unsigned(warrant.canonicalBytes()));
  }

  private static ServiceParity.Host host(
      String name, Verdict verdict, boolean cutOrGone, Duration ago) {
    HostVerdict seen =
        new HostVerdict(
            name, verdict, "", List.of(), Set.of(), "", "absent", false, false, cutOrGone);
    return new ServiceParity.Host(seen, NOW.minus(ago), true);
  }

  private static ServiceParity.Host gone(String name) {
    return host(name, Verdict.ABSENT, true, LONG);
  }

  private Choice choose(ServiceParity.Host... hosts) {
    DriftPolicy.OnRecord record =
        new DriftPolicy.OnRecord(standing, 3, pause, isRunOpen, () -> earlier);
    ServiceParity parity = new ServiceParity(List.of(), "", List.of(hosts));
    return new DriftPolicy(record, NOW).choose(DriftPolicy.drifted(parity));
  }

  private void assertRests(String rule, ServiceParity.Host... hosts) {
    assertThat(choose(hosts))
        .isInstanceOfSatisfying(Choice.Rest.class, rest -> assertThat(rest.rule()).isEqualTo(rule));
  }

  private void assertRepairs(String host, ServiceParity.Host... hosts) {
    assertThat(choose(hosts))
        .isInstanceOfSatisfying(
            Choice.Repair.class, repair -> assertThat(repair.host()).isEqualTo(host));
  }

  @Test
  void fileThatIsGoneOrCut_repaired_longestDriftedFirst() {
    assertRepairs("kms2", gone("kms2"));
    assertRepairs(
        "kms3",
        host("kms1", Verdict.IN_PARITY, false, LONG),
        gone("kms2"),
        host("kms3", Verdict.DAMAGED, true, LONG.multipliedBy(2)));
  }

  @Test
  void nothingDrifts_nothingToSay() {
    assertRests("", host("kms1", Verdict.IN_PARITY, false, LONG));
    assertRests("", host("kms1", Verdict.UNKNOWN, false, LONG));
  }

  /** I2: a foreign key is never decided on, however long it stands. */
  @Test
  void anythingElse_waitsForAnOperator_andKeepsNoOtherHostBack() {
    for (Verdict verdict :
        List.of(
            Verdict.DIVERGED,
            Verdict.SUBSET,
            Verdict.DAMAGED,
            Verdict.UNREADABLE,
            Verdict.ROLLED_BACK)) {
      assertRests("not-ours", host("kms2", verdict, false, LONG));
      assertRepairs("kms3", host("kms2", verdict, false, LONG.multipliedBy(2)), gone("kms3"));
    }
  }

  @Test
  void nobodySigned_orItIsOver_orForAnEarlierApproval_rests() {
    standing = null;
    assertRests("unsigned", gone("kms2"));
    standing = standing(3, NOW);
    assertRests("expired", gone("kms2"));
    standing = standing(2, NOW.plusSeconds(60));
    assertRests("outdated", gone("kms2"));
  }

  @Test
  void paused_orARunIsOpen_rests() {
    pause = new Pause(NOW, "alice", "storage work");
    assertRests("paused", gone("kms2"));
    pause = null;
    isRunOpen = true;
    assertRests("run-open", gone("kms2"));
  }

  @Test
  void justDrifted_settlesFirst() {
    assertRests("settling", host("kms2", Verdict.ABSENT, true, Duration.ofSeconds(9)));
    assertRepairs("kms2", host("kms2", Verdict.ABSENT, true, DriftPolicy.SETTLED));
  }

  @Test
  void onceAnHour_threeTimesADay_perHost() {
    earlier.add(new Earlier("kms2", NOW.minus(Duration.ofMinutes(59)), true));
    assertRests("too-soon", gone("kms2"));
    assertRepairs("kms3", gone("kms3"));
    earlier.clear();
    for (int hours : new int[] {2, 9, 23}) {
      assertRepairs("kms2", gone("kms2"));
      earlier.add(new Earlier("kms2", NOW.minus(Duration.ofHours(hours)), true));
    }
    assertRests("too-often", gone("kms2"));
    earlier.set(2, new Earlier("kms2", NOW.minus(Duration.ofHours(25)), true));
    assertRepairs("kms2", gone("kms2"));
  }

  @Test
  void lastOneDidNotEndWell_isAnOperatorsTurn() {
    earlier.add(new Earlier("kms2", NOW.minus(Duration.ofHours(5)), false));
    assertRests("failed-before", gone("kms2"));
  }
}
