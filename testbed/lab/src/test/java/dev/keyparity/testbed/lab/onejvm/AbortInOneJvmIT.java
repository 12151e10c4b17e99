package dev.keyparity.testbed.lab.onejvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.coordinator.enablement.StepIds;
import dev.keyparity.coordinator.enablement.plan.PlanRecord;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.agent.v1.BackupRequest;
import dev.keyparity.proto.agent.v1.InstallRequest;
import dev.keyparity.proto.agent.v1.OfferSealingKeyReply;
import dev.keyparity.proto.agent.v1.OfferSealingKeyRequest;
import dev.keyparity.proto.agent.v1.PutStatementRequest;
import dev.keyparity.proto.agent.v1.SealReply;
import dev.keyparity.proto.agent.v1.SealRequest;
import dev.keyparity.testbed.lab.TestTimeouts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an aborted run's warrants are worth at real agents, to a coordinator that uses them all the
 * same.
 */
class AbortInOneJvmIT {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @TempDir Path folder;
  private OneJvm hosts;
  private Coordinator leader;
  private Story story;

  @BeforeEach
  void open() throws Exception {
    hosts = new OneJvm(folder);
    story = new Story(hosts.alice);
    hosts.ring("kms1", Rings.ONE);
    hosts.startKms("kms1");
    hosts.keys.make("customer_pii", Rings.ONE.identity(), 2);
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

  @Test
  void abort_thenInstallUnderTheStillValidWarrant_isRefusedByTheAgent_andANewRunIsPossible()
      throws Exception {
    PlanRecord plan =
        leader.work().plans().make(Story.enableHoldingBefore(StepIds.SYNCHRONIZE_KEY), "");
    story.sign(leader.work(), plan);
    RunJournal held = Story.awaitStanding(leader.work());
    assertThat(held.state()).as(Story.sentence(held)).isEqualTo(RunState.PAUSED);
    putStatements(plan);
    SealReply sealed = seal(plan);
    assertThat(sealed.getBundle().isEmpty()).as("the warrant is good by now").isFalse();

    RunJournal aborted = story.abort(leader.work(), "wrong key");

    assertThat(aborted.state()).isEqualTo(RunState.ABORTED);
    awaitToldEverywhere();
    assertRevoked(
        leader
            .agents()
            .install(
                call(plan, "kms2", "install").withExpectedDigest("absent"),
                InstallRequest.newBuilder()
                    .setBundle(sealed.getBundle())
                    .setBundleSignature(sealed.getBundleSignature())
                    .build()));
    for (String host : OneJvm.HOSTS) {
      assertRevoked(
          leader
              .agents()
              .backup(call(plan, host, "once-more"), BackupRequest.newBuilder().build()));
    }
    assertThat(Files.exists(hosts.keyDirectory("kms2").resolve("secring.gpg"))).isFalse();

    story.begin(leader.work(), Story.enable());
    RunJournal done = Story.awaitStanding(leader.work());
    assertThat(done.state()).as(Story.sentence(done)).isEqualTo(RunState.DONE);
  }

  private void awaitToldEverywhere() {
    Awaitility.await()
        .atMost(TestTimeouts.SOON)
        .until(() -> !leader.work().runs().current(OneJvm.SERVICE).orElseThrow().owesRevocation());
  }

  private AgentCall call(PlanRecord plan, String host, String act) {
    return AgentCall.act(
            leader.token(),
            new AgentCall.Place(
                OneJvm.SERVICE, plan.plan().run().value(), StepIds.SYNCHRONIZE_KEY.value()),
            host,
            act,
            1,
            DEADLINE)
        .withWarrant(
            WireDocuments.toMessage(
                leader
                    .work()
                    .plans()
                    .require(OneJvm.SERVICE, plan.plan().id())
                    .warrant()
                    .orElseThrow()));
  }

  /** As the run would, first of all in the step before which it holds. */
  private void putStatements(PlanRecord plan) throws Exception {
    SignedDocument statement =
        leader.work().plans().require(OneJvm.SERVICE, plan.plan().id()).statement().orElseThrow();
    for (String host : OneJvm.HOSTS) {
      leader
          .agents()
          .putStatement(
              call(plan, host, "put-statement"),
              PutStatementRequest.newBuilder()
                  .setStatement(WireDocuments.toMessage(statement))
                  .build())
          .get();
    }
    // The next plan goes by what the hosts reported last.
    for (String host : OneJvm.HOSTS) {
      leader.awaitReport(host, report -> report.getStatement().getGeneration() == 1);
    }
  }

  /** kms1's key for kms2, as the run would have it sealed. */
  private SealReply seal(PlanRecord plan) throws Exception {
    AgentCall source = call(plan, "kms1", "seal-for-kms2");
    SealReply nonce =
        leader.agents().seal(source, SealRequest.newBuilder().setTarget("kms2").build()).get();
    OfferSealingKeyReply offer =
        leader
            .agents()
            .offerSealingKey(
                call(plan, "kms2", "offer-sealing-key"),
                OfferSealingKeyRequest.newBuilder()
                    .setSource("kms1")
                    .setSourceNonce(nonce.getSourceNonce())
                    .build())
            .get();
    return leader
        .agents()
        .seal(source, SealRequest.newBuilder().setTarget("kms2").setOffer(offer.getOffer()).build())
        .get();
  }

  private static void assertRevoked(CompletableFuture<?> answer) {
    assertThatThrownBy(answer::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            KeyparityException.class,
            refusal -> {
              assertThat(refusal.code())
                  .as(refusal.operatorMessage())
                  .isEqualTo(ErrorCode.WARRANT_REVOKED);
              assertThat(refusal.operatorMessage()).contains("wrong key");
            });
  }
}
