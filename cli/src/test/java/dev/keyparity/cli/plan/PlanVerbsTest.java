package dev.keyparity.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.testing.CoordinatorDrafts;
import dev.keyparity.cli.testing.FakeAdmin;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.OperatorDirectory;
import dev.keyparity.cli.testing.Plans;
import dev.keyparity.cli.testing.RunStates;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.TestCli.Result;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.coordinator.v1.ApprovePlanRequest;
import dev.keyparity.proto.coordinator.v1.Plan;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanVerbsTest {
  private static final Plan PLAN = Plans.enable().build();

  private final FakeAdmin admin = new FakeAdmin();
  private final TestCli cli = new TestCli().coordinator("coord1:7418", admin);

  @TempDir Path temp;

  @AfterEach
  void close() {
    cli.close();
  }

  @Test
  void plan_showsEverythingAndChangesNothing() {
    Plan plan = CoordinatorDrafts.plan("enable-joining").build();
    cli.clock(Clock.fixed(CoordinatorDrafts.NOW, TestCli.ZONE));
    admin.answering("MakePlan", plan);
    String[] args = {"plan", "kms-prod", "--reference", "kms1", "--ticket", "CHG-1"};

    Result text = cli.run(args);

    Golden.assertMatches("plans/enable-joining.txt", text.out());
    Golden.assertMatches("plans/enable-joining-60.txt", cli.width(60).run(args).out());
    assertThat(text.exit()).isZero();
    assertThat(text.err()).contains("keyparity approve " + plan.getId() + " --start");
    assertThat(admin.calls()).containsOnly("MakePlan");
  }

  @Test
  void plan_json_holdsTheSignedDocumentsFieldByField() {
    admin.answering("MakePlan", PLAN);

    Result json = cli.run("plan", "kms-prod", "--reference", "kms1", "-o", "json");

    Golden.assertMatches("plan.json", json.out());
    assertThat(json.err()).isEmpty();
  }

  @Test
  void plan_thatCannotBeTrusted_isNotShown() {
    admin.answering(
        "MakePlan", Plans.enable().editPlan(plan -> plan.setDigest(Plans.sha("x"))).build());

    Result result = cli.run("plan", "kms-prod", "--reference", "kms1");

    assertThat(result.exit()).isEqualTo(8);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void approve_secondOperator_addsASignatureToTheFirst() {
    OperatorDirectory alice = new OperatorDirectory(temp);
    SignedDocument bobs =
        SignedDocument.unsigned(PLAN.getWarrantDraft().toByteArray())
            .signedBy("bob", OperatorKey.generate(), DocumentKind.WARRANT);
    admin.answering(
        "GetPlan",
        PLAN.toBuilder()
            .setWarrant(WireDocuments.toMessage(bobs))
            .setApprovalsNeeded(2)
            .setApprovalsGiven(1)
            .build());
    admin.answering(
        "ApprovePlan", PLAN.toBuilder().setApprovalsNeeded(2).setApprovalsGiven(2).build());

    Result result =
        cli.tlsDirectory(temp).run("approve", PLAN.getId(), "--service", "kms-prod", "--yes");

    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("2 of 2 approvals", "--start");
    ApprovePlanRequest approval = admin.requests(ApprovePlanRequest.class).get(0);
    assertThat(approval.getWarrant().getSignaturesList())
        .extracting(signature -> signature.getOperator())
        .containsExactly("bob", "alice");
    assertThat(alice.approves(approval.getWarrant(), DocumentKind.WARRANT)).isTrue();
    assertThat(admin.calls()).doesNotContain("StartRun");
  }

  @Test
  void approveStart_startsOnceEnoughHaveSigned() {
    new OperatorDirectory(temp);
    admin.answering("GetPlan", PLAN);
    admin.answering("ApprovePlan", PLAN.toBuilder().setApprovalsGiven(1).build());
    admin.answering("StartRun", RunStates.started());
    admin.streaming("FollowRun", List.of(RunStates.done()));

    Result result =
        cli.tlsDirectory(temp)
            .run("approve", PLAN.getId(), "--service", "kms-prod", "--yes", "--start");

    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("DONE");
  }

  @Test
  void approve_planOfAnotherService_isRefused() {
    new OperatorDirectory(temp);
    admin.answering("GetPlan", PLAN);

    Result result =
        cli.tlsDirectory(temp).run("approve", PLAN.getId(), "--service", "kms-dev", "--yes");

    assertThat(result.exit()).isEqualTo(8);
    assertThat(admin.calls()).containsExactly("GetPlan");
  }
}
