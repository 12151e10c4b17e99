package dev.keyparity.testbed.lab.onejvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that come and go, driven by the real coordinator against real agents. */
class HostsInOneJvmIT {
  private static final List<String> TWO = List.of("kms1", "kms2");

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

  @AfterEach
  void end() {
    try {
      leader.close();
      assertThat(leader.escaped()).isEmpty();
    } finally {
      hosts.close();
    }
  }

  /** Two hosts in service; kms3 is there, and nobody has declared it. */
  private void twoInService() throws Exception {
    for (String host : TWO) {
      hosts.ring(host, Rings.ONE);
    }
    hosts.startKms("kms1", "kms2");
    hosts.keys.make("customer_pii", Rings.ONE.identity(), 4);
    hosts.startAgents();
    leader = hosts.coordinator("coord1", Lifeline.unharmed()).takeUp(hosts.serviceFile(TWO), TWO);
    done(Story.adopt());
  }

  private RunJournal done(dev.keyparity.coordinator.enablement.plan.PlanRequest request) {
    story.begin(leader.work(), request);
    RunJournal journal = Story.awaitStanding(leader.work());
    assertThat(journal.state()).as(Story.sentence(journal)).isEqualTo(RunState.DONE);
    return journal;
  }

  private void assertAllServe() throws Exception {
    for (String host : OneJvm.HOSTS) {
      assertThat(Files.readAllBytes(hosts.keyDirectory(host).resolve("secring.gpg")))
          .as(host)
          .isEqualTo(Rings.ONE.files().get("secring.gpg"));
      assertThat(hosts.kms(host).serving()).as(host).isEqualTo(Rings.ONE.identity());
      assertThat(hosts.kms(host).done()).as(host).doesNotContain("start without a key");
      leader.awaitReport(
          host,
          report -> report.getStatement().getGeneration() == 2 && report.getKms().getMember());
    }
    assertThat(hosts.downs.most()).isLessThanOrEqualTo(1);
  }

  /** It is given the key before its first start; of the others only settings are shared. */
  @Test
  void add_keylessHost_servesTheApprovedKey_andIsAMember() throws Exception {
    twoInService();
    leader.apply(hosts.serviceFile(), OneJvm.HOSTS);

    RunJournal added = done(Story.addHost("kms3"));

    assertAllServe();
    assertThat(hosts.kms("kms3").done()).isEqualTo(List.of("start"));
    assertThat(added.step(StepIds.VALIDATE_KEY_OPERATIONS).orElseThrow().note())
        .startsWith("6 of 6 pairs decrypt");
  }

  /** Started too early: it made a key of its own, under which nothing was sealed. */
  @Test
  void add_hostWithAKeyOfItsOwn_blockedUntilThatKeyIsNamed() throws Exception {
    twoInService();
    hosts.ring("kms3", Rings.TWO);
    hosts.startKms("kms3");
    leader.apply(hosts.serviceFile(), OneJvm.HOSTS);
    leader.awaitReport(
        "kms3", report -> report.getKeyDirectory().getIdentity().equals(Rings.TWO.identity()));

    story.begin(leader.work(), Story.addHost("kms3"));
    RunJournal blocked = Story.awaitStanding(leader.work());

    assertThat(Story.sentence(blocked)).startsWith("blocked at divergence: ");
    assertThat(hosts.identityOn("kms3")).isEqualTo(Rings.TWO.identity());
    story.abort(leader.work(), "its own key may go");

    done(Story.addHost("kms3", Rings.TWO.primary()));

    assertAllServe();
    assertThat(hosts.kms("kms3").done()).isEqualTo(List.of("start", "stop", "start"));
  }

  private void threeInService() throws Exception {
    for (String host : OneJvm.HOSTS) {
      hosts.ring(host, Rings.ONE);
    }
    hosts.startKms("kms1", "kms2", "kms3");
    hosts.keys.make("customer_pii", Rings.ONE.identity(), 4);
    hosts.startAgents();
    leader = hosts.coordinator("coord1", Lifeline.unharmed()).takeUp(hosts.serviceFile());
    done(Story.adopt());
  }

  /** It stops under permits, keeps its key, knows that it is out, and can come back. */
  @Test
  void remove_host_stopsAndLearnsIt_thenIsAddedAgainAsItIs() throws Exception {
    threeInService();

    RunJournal removed = done(Story.removeHost("kms3"));

    assertThat(hosts.kms("kms3").done()).isEqualTo(List.of("start", "stop"));
    assertThat(hosts.identityOn("kms3")).as("its key stays").isEqualTo(Rings.ONE.identity());
    for (String host : TWO) {
      assertThat(hosts.kms(host).done()).as(host).isEqualTo(List.of("start"));
    }
    assertThat(removed.step(StepIds.REMOVE_HOST).orElseThrow().note())
        .startsWith("kms3 is out by statement 2; its KMS is down");
    leader.awaitReport("kms3", report -> report.getStatement().getGeneration() == 2);

    leader.apply(hosts.serviceFile(TWO), TWO);
    leader.apply(hosts.serviceFile(), OneJvm.HOSTS);
    done(Story.addHost("kms3"));

    assertThat(hosts.kms("kms3").done()).isEqualTo(List.of("start", "stop", "start"));
    leader.awaitReport("kms3", report -> report.getKms().getMember());
  }

  /** Of two hosts one dies for good; the other is left alone, and another one can be added. */
  @Test
  void remove_goneHostOfTwo_leavesOneThatAnotherJoins() throws Exception {
    twoInService();
    hosts.loseAgent("kms2");
    leader.awaitSilence("kms2");

    RunJournal removed = done(Story.removeHost("kms2", "kms2"));

    assertThat(hosts.kms("kms2").done()).as("nothing is stopped there").isEqualTo(List.of("start"));
    assertThat(removed.step(StepIds.REMOVE_HOST).orElseThrow().note())
        .contains("nothing was asked of it");
    List<String> others = List.of("kms1", "kms3");
    leader.apply(hosts.serviceFile(others), others);
    done(Story.addHost("kms3"));

    assertThat(hosts.kms("kms3").serving()).isEqualTo(Rings.ONE.identity());
    assertThat(hosts.downs.most()).isLessThanOrEqualTo(1);
  }
}
