package dev.keyparity.testbed.lab.onejvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.coordinator.evidence.EventLog;
import dev.keyparity.coordinator.evidence.Pause;
import dev.keyparity.coordinator.evidence.StandingWarrant;
import dev.keyparity.coordinator.parity.HostVerdict;
import dev.keyparity.coordinator.parity.ServiceParity;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.StandingActs;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.keyring.Verdict;
import dev.keyparity.testbed.lab.TestTimeouts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Policy repair of the real coordinator against real agents; only verdicts are said by the test.
 */
class PolicyInOneJvmIT {
  private static final EventLog.Event TOLD =
      new EventLog.Event(Instant.EPOCH, EventLog.Severity.INFO, "told");

  @TempDir Path folder;
  private OneJvm hosts;
  private Coordinator leader;
  private Path keyFile;

  @BeforeEach
  void adoptedAndKms3LosesItsFile() throws Exception {
    hosts = new OneJvm(folder);
    for (String host : OneJvm.HOSTS) {
      hosts.ring(host, Rings.ONE);
    }
    hosts.startKms("kms1", "kms2", "kms3");
    hosts.keys.make("customer_pii", Rings.ONE.identity(), 4);
    hosts.startAgents();
    leader =
        hosts
            .coordinator("coord1", Lifeline.unharmed())
            .takeUp(hosts.serviceFile() + "policy: {on_drift: repair}\n");
    new Story(hosts.alice).begin(leader.work(), Story.adopt());
    assertThat(Story.awaitStanding(leader.work()).state()).isEqualTo(RunState.DONE);
    keyFile = hosts.keyDirectory("kms3").resolve("secring.gpg");
    Files.delete(keyFile);
    leader.awaitReport(
        "kms3",
        report ->
            report.getKeyDirectory().getFilesCount() == 0
                || report.getKeyDirectory().getIdentity().isEmpty());
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

  private void kms3IsFoundWithoutAFile() {
    HostVerdict gone =
        new HostVerdict(
            "kms3", Verdict.ABSENT, "", List.of(), Set.of(), "", "absent", false, false, true);
    Instant since = Instant.now().minus(Duration.ofMinutes(1));
    leader.judge(
        new ServiceParity(List.of(), "", List.of(new ServiceParity.Host(gone, since, true))));
  }

  private void sign() {
    IdentityStatement approved = leader.approved();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Warrant warrant =
        new Warrant(
            "w-policy",
            OneJvm.GROUP,
            OneJvm.SERVICE,
            null,
            null,
            approved.generation(),
            now.minusSeconds(1),
            now.plus(Duration.ofDays(90)),
            OneJvm.HOSTS.stream().map(host -> StandingActs.repair(host, approved)).toList(),
            "on call",
            null);
    SignedDocument signed =
        SignedDocument.unsigned(warrant.canonicalBytes())
            .signedBy("alice", hosts.alice, DocumentKind.WARRANT);
    leader
        .evidence()
        .note(
            leader.token(),
            OneJvm.SERVICE,
            List.of(TOLD),
            StandingWarrant.TYPE,
            new StandingWarrant(now, "alice", warrant, signed));
  }

  private void awaitRest(String rule) {
    Awaitility.await().atMost(TestTimeouts.START).until(() -> leader.rested().contains(rule));
  }

  private RunJournal current() {
    return leader.work().runs().current(OneJvm.SERVICE).orElseThrow();
  }

  /** Nobody is asked, nothing is stopped, and what was done is a run like any other. */
  @Test
  void missingFile_isPutBack_underTheKmsThatServes() {
    sign();

    kms3IsFoundWithoutAFile();

    Awaitility.await()
        .atMost(TestTimeouts.START)
        .until(() -> current().kind().equals("repair") && current().state().isTerminal());
    assertThat(current().state()).as(Story.sentence(current())).isEqualTo(RunState.DONE);
    assertThat(current().startedBy()).isEqualTo("standing policy");
    assertThat(keyFile).hasBinaryContent(Rings.ONE.files().get("secring.gpg"));
    for (String host : OneJvm.HOSTS) {
      assertThat(hosts.kms(host).done()).as(host).isEqualTo(List.of("start"));
    }
    // Found once more: it was repaired less than an hour ago.
    awaitRest("too-soon");
  }

  @Test
  void nobodySigned_nothingIsDone() {
    kms3IsFoundWithoutAFile();

    awaitRest("unsigned");
    assertThat(current().kind()).isEqualTo("adopt");
    assertThat(keyFile).doesNotExist();
  }

  @Test
  void paused_nothingIsDone() {
    sign();
    leader
        .evidence()
        .pause(
            leader.token(),
            OneJvm.SERVICE,
            new Pause(Instant.now().truncatedTo(ChronoUnit.MILLIS), "alice", "storage work"),
            TOLD);

    kms3IsFoundWithoutAFile();

    awaitRest("paused");
    assertThat(current().kind()).isEqualTo("adopt");
    assertThat(keyFile).doesNotExist();
  }
}
