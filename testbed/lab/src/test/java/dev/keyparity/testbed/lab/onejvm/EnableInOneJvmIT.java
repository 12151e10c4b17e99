package dev.keyparity.testbed.lab.onejvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.enablement.Acts;
import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.coordinator.workflow.StepState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of each kind, driven by the real coordinator against three real agents. */
class EnableInOneJvmIT {
  @TempDir Path folder;
  private OneJvm hosts;

  @SuppressWarnings("NullAway.Init") // each test starts it when its hosts are as it wants them
  private Coordinator leader;

  private Story story;

  @BeforeEach
  void open() throws Exception {
    hosts = new OneJvm(folder);
    story = new Story(hosts.alice);
  }

  private void lead() {
    hosts.startAgents();
    leader = hosts.coordinator("coord1", Lifeline.unharmed()).takeUp(hosts.serviceFile());
  }

  @AfterEach
  void end() {
    try {
      leader.close();
      assertThat(leader.escaped()).isEmpty();
    } finally {
      hosts.close();
    }
  }

  private void customersKeys() {
    hosts.keys.make("customer_pii", Rings.ONE.identity(), 4);
    hosts.keys.make("orders", Rings.ONE.identity(), 2);
  }

  private void assertAllHoldAndServe(Rings.Ring ring) throws Exception {
    for (String host : OneJvm.HOSTS) {
      assertThat(Files.readAllBytes(hosts.keyDirectory(host).resolve("secring.gpg")))
          .as(host)
          .isEqualTo(ring.files().get("secring.gpg"));
      assertThat(hosts.kms(host).serving()).as(host).isEqualTo(ring.identity());
      assertThat(hosts.kms(host).done()).as(host).doesNotContain("start without a key");
    }
    assertThat(hosts.downs.most()).isLessThanOrEqualTo(1);
  }

  /** The incident that really happens: kms2 and kms3 were started too early. */
  @Test
  void enable_differentKeys_blockedThenBothSidesNamed_allServeTheKept() throws Exception {
    hosts.ring("kms1", Rings.ONE);
    hosts.ring("kms2", Rings.TWO);
    hosts.ring("kms3", Rings.THREE);
    hosts.startKms("kms1", "kms2", "kms3");
    customersKeys();
    hosts.keys.make(OneJvm.PROBE, Rings.TWO.identity(), 1);
    lead();

    story.begin(leader.work(), Story.enable());
    RunJournal blocked = Story.awaitStanding(leader.work());

    assertThat(Story.sentence(blocked))
        .startsWith("blocked at divergence: hosts hold different keys: ");
    assertThat(hosts.kms("kms2").done()).containsExactly("start");

    story.begin(
        leader.work(),
        Story.giveWay(
            Rings.ONE.primary(),
            Map.of("kms2", Rings.TWO.primary(), "kms3", Rings.THREE.primary())));
    RunJournal done = Story.awaitStanding(leader.work());

    assertThat(done.state()).as(Story.sentence(done)).isEqualTo(RunState.DONE);
    assertAllHoldAndServe(Rings.ONE);
    for (String host : OneJvm.HOSTS) {
      assertThat(hosts.kms(host).done()).as(host).isEqualTo(List.of("start", "stop", "start"));
    }
    assertThat(done.acts())
        .allMatch(act -> act.attempt() == 1 || act.act().name().equals("survey"));
    assertThat(done.steps())
        .allMatch(step -> step.state() == StepState.DONE || step.state() == StepState.SKIPPED);
  }

  /** The vendor's own check lets no host start while another one is on record with another key. */
  @Test
  void enable_vendorRefusesAStart_goesOnOnceStopsMayOverlap() throws Exception {
    hosts.ring("kms1", Rings.ONE);
    hosts.ring("kms2", Rings.TWO);
    hosts.ring("kms3", Rings.THREE);
    hosts.startKms("kms1", "kms2", "kms3");
    PublishedKeys published = new PublishedKeys();
    OneJvm.HOSTS.forEach(host -> hosts.kms(host).compareWith(published));
    customersKeys();
    lead();
    story.begin(leader.work(), Story.enable());
    Story.awaitStanding(leader.work());
    story.begin(
        leader.work(),
        Story.giveWay(
            Rings.ONE.primary(),
            Map.of("kms2", Rings.TWO.primary(), "kms3", Rings.THREE.primary())));
    RunJournal blocked = Story.awaitStanding(leader.work());
    assertThat(Story.sentence(blocked))
        .isEqualTo(
            "blocked at synchronize-key: kms2: its KMS refuses to start while another host holds"
                + " another key: kms3 still to change");

    story.begin(
        leader.work(),
        Story.overlapping(Rings.ONE.primary(), Map.of("kms3", Rings.THREE.primary())));
    RunJournal done = Story.awaitStanding(leader.work());

    assertThat(done.state()).as(Story.sentence(done)).isEqualTo(RunState.DONE);
    for (String host : OneJvm.HOSTS) {
      assertThat(hosts.kms(host).serving()).as(host).isEqualTo(Rings.ONE.identity());
    }
    assertThat(hosts.downs.most()).as("as signed: kms2 and kms3").isEqualTo(2);
    assertThat(hosts.kms("kms1").done()).isEqualTo(List.of("start", "stop", "start"));
  }

  /** kms2 and kms3 are installed and were never started. */
  @Test
  void enable_joiningHosts_getTheKeyBeforeTheirFirstStart() throws Exception {
    hosts.ring("kms1", Rings.ONE);
    hosts.startKms("kms1");
    customersKeys();
    lead();

    story.begin(leader.work(), Story.enable());
    RunJournal done = Story.awaitStanding(leader.work());

    assertThat(done.state()).as(Story.sentence(done)).isEqualTo(RunState.DONE);
    assertAllHoldAndServe(Rings.ONE);
    assertThat(hosts.kms("kms2").done()).isEqualTo(List.of("start"));
    assertThat(done.step(StepIds.VALIDATE_KEY_OPERATIONS).orElseThrow().note())
        .startsWith("6 of 6 pairs decrypt; 8 key versions open on every host");
  }

  /** Adopted as it runs; then a rogue key is copied in and put right again. */
  @Test
  void adopt_thenRepairOfARogueKey_theApprovedKeyIsBack() throws Exception {
    serveOneKey();
    customersKeys();
    lead();

    adopt();
    assertThat(hosts.kms("kms2").done()).isEqualTo(List.of("start"));
    hosts.keys.make(OneJvm.PROBE, Rings.ONE.identity(), 1);

    hosts.ring("kms2", Rings.TWO);
    awaitSeen("kms2", Rings.TWO);
    story.begin(leader.work(), Story.repair("kms2"));
    RunJournal repaired = Story.awaitStanding(leader.work());

    assertThat(repaired.state()).as(Story.sentence(repaired)).isEqualTo(RunState.DONE);
    assertAllHoldAndServe(Rings.ONE);
    assertThat(hosts.kms("kms2").done()).isEqualTo(List.of("start", "stop", "start"));
    assertThat(hosts.kms("kms1").done()).isEqualTo(List.of("start"));
  }

  /**
   * A file beside the key is changed on purpose: agents hold a newer statement, and that is all.
   */
  @Test
  void accept_fileChangedOnEveryHost_isTheApprovedOneFromThenOn() throws Exception {
    serveOneKey();
    lead();
    adopt();
    assertThatThrownBy(() -> story.begin(leader.work(), Story.accept()))
        .hasMessageContaining("every host holds the approved files");

    for (String host : OneJvm.HOSTS) {
      Files.writeString(hosts.keyDirectory(host).resolve("keytrustee.conf"), "HOSTNAME=kt1\n");
    }
    for (String host : OneJvm.HOSTS) {
      leader.awaitReport(host, report -> report.getKeyDirectory().getFilesCount() == 3);
    }
    story.begin(leader.work(), Story.accept());
    RunJournal accepted = Story.awaitStanding(leader.work());

    assertThat(accepted.state()).as(Story.sentence(accepted)).isEqualTo(RunState.DONE);
    for (String host : OneJvm.HOSTS) {
      leader.awaitReport(host, report -> report.getStatement().getGeneration() == 2);
      assertThat(hosts.kms(host).done()).isEqualTo(List.of("start"));
      assertThat(hosts.identityOn(host)).isEqualTo(Rings.ONE.identity());
    }
    assertThat(accepted.acts().stream().map(act -> Acts.kindOf(act.act())).distinct())
        .containsExactlyInAnyOrder(
            Acts.COMPARE_SETTINGS,
            Acts.BACKUP,
            Acts.COPY,
            Acts.VERIFY,
            Acts.PUT_STATEMENT,
            Acts.RECORD_STATEMENT);
  }

  /** Its agent is gone for good: no permit of it will ever come. */
  @Test
  void repair_withAnotherHostGone_goesOnWithoutItOnceAnOperatorSaysSo() throws Exception {
    serveOneKey();
    lead();
    adopt();
    hosts.ring("kms2", Rings.TWO);
    awaitSeen("kms2", Rings.TWO);
    hosts.loseAgent("kms3");
    leader.awaitSilence("kms3");

    assertThatThrownBy(() -> story.begin(leader.work(), Story.repair("kms2")))
        .hasMessageContaining("agent of kms3: no fresh report");
    story.begin(leader.work(), Story.repair("kms2", "kms3"));
    RunJournal repaired = Story.awaitStanding(leader.work());

    assertThat(repaired.state()).as(Story.sentence(repaired)).isEqualTo(RunState.DONE);
    assertThat(hosts.identityOn("kms2")).isEqualTo(Rings.ONE.identity());
    assertThat(hosts.kms("kms2").serving()).isEqualTo(Rings.ONE.identity());
    assertThat(hosts.kms("kms2").done()).isEqualTo(List.of("start", "stop", "start"));
    assertThat(hosts.kms("kms3").done()).isEqualTo(List.of("start"));
  }

  /** Every host has held and served one key for long. */
  private void serveOneKey() throws Exception {
    for (String host : OneJvm.HOSTS) {
      hosts.ring(host, Rings.ONE);
    }
    hosts.startKms("kms1", "kms2", "kms3");
  }

  private void adopt() throws Exception {
    story.begin(leader.work(), Story.adopt());
    RunJournal adopted = Story.awaitStanding(leader.work());
    assertThat(adopted.state()).as(Story.sentence(adopted)).isEqualTo(RunState.DONE);
  }

  private void awaitSeen(String host, Rings.Ring ring) {
    leader.awaitReport(
        host, report -> report.getKeyDirectory().getIdentity().equals(ring.identity()));
  }

  /** A KMS that does not start: the run stands there, says why, and goes on when that is mended. */
  @Test
  void enable_kmsDoesNotStart_blockedWithWhatItSaid_thenResumed() throws Exception {
    hosts.ring("kms1", Rings.ONE);
    hosts.startKms("kms1");
    customersKeys();
    hosts.kms("kms2").breakStart(true);
    lead();

    story.begin(leader.work(), Story.enable());
    RunJournal blocked = Story.awaitStanding(leader.work());

    assertThat(Story.sentence(blocked))
        .isEqualTo(
            "blocked at synchronize-key: kms2: KMS of kms-prod: it will not (expected: serving):"
                + " it said: the switch says so");
    assertThat(hosts.kms("kms3").done()).isEmpty();

    hosts.kms("kms2").breakStart(false);
    leader.work().runs().resume(OneJvm.SERVICE, "", "alice", "");
    RunJournal done = Story.awaitStanding(leader.work());
    assertThat(done.state()).as(Story.sentence(done)).isEqualTo(RunState.DONE);
    assertAllHoldAndServe(Rings.ONE);
  }
}
