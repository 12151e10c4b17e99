package dev.keyparity.cli.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import dev.keyparity.proto.coordinator.v1.Plan;
import dev.keyparity.proto.document.v1.SignedDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The plans and drafts that the coordinator really makes, from the files that its own tests pin
 * byte for byte: each is read, understood to the last field, and may be signed.
 */
class CoordinatorDraftsTest {
  private static final Path DRAFTS =
      Path.of("..", "coordinator", "src", "test", "resources", "golden", "drafts");

  /** The clock by which the coordinator's tests made them. */
  private static final Instant NOW = Instant.parse("2026-11-24T14:00:00Z").plusSeconds(5);

  /** A folder and what the operator asked for. */
  record Case(String folder, MakePlanRequest asked) {
    @Override
    public String toString() {
      return folder;
    }
  }

  static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (String kind : List.of("joining", "diverged", "holder-down", "nothing-to-sign")) {
      cases.add(
          new Case(
              "enable-" + kind,
              ask(MakePlanRequest.Kind.ENABLE).setReference("kms1").setTicket("CHG-1").build()));
    }
    cases.add(new Case("adopt", ask(MakePlanRequest.Kind.ADOPT).setTicket("CHG-1").build()));
    for (String kind : List.of("rogue", "absent", "damaged")) {
      cases.add(
          new Case("repair-" + kind, ask(MakePlanRequest.Kind.REPAIR).setHost("kms2").build()));
    }
    cases.add(new Case("give-way", giveWay()));
    return cases;
  }

  private static MakePlanRequest.Builder ask(MakePlanRequest.Kind kind) {
    return MakePlanRequest.newBuilder().setService("kms-prod").setKind(kind);
  }

  /** The operator typed what the blocked run showed: here it is taken from what each host held. */
  private static MakePlanRequest giveWay() throws IOException {
    PlanDocument plan = document("give-way");
    return ask(MakePlanRequest.Kind.GIVE_WAY)
        .setRun(plan.run())
        .setKeep(String.valueOf(plan.keep()))
        .putAllGiveWay(plan.giveWay())
        .build();
  }

  private static PlanDocument document(String folder) throws IOException {
    try {
      return PlanDocument.parse(read(folder, "plan").toByteArray());
    } catch (dev.keyparity.daemon.canonical.MalformedRecord e) {
      throw new AssertionError(folder, e);
    }
  }

  private static ByteString read(String folder, String what) throws IOException {
    return ByteString.copyFrom(Files.readAllBytes(DRAFTS.resolve(folder).resolve(what + ".json")));
  }

  private static Plan.Builder plan(String folder) throws IOException {
    ByteString payload = read(folder, "plan");
    String digest = Sha256.hex(payload.toByteArray());
    Plan.Builder plan =
        Plan.newBuilder()
            .setId(digest.substring(0, 8))
            .setPayload(payload)
            .setDigest(digest)
            .setApprovalsNeeded(1);
    ByteString warrant = read(folder, "warrant");
    ByteString statement = read(folder, "statement");
    if (!warrant.isEmpty()) {
      plan.setWarrantDraft(warrant).setWarrant(SignedDocument.newBuilder().setPayload(warrant));
    }
    if (!statement.isEmpty()) {
      plan.setStatementDraft(statement)
          .setStatement(SignedDocument.newBuilder().setPayload(statement));
    }
    return plan;
  }

  private static ReviewedPlan review(Case one) throws IOException {
    return new DraftReview(Asked.of(one.asked(), Asked.USUAL_VALIDITY), NOW)
        .review(plan(one.folder()).build());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void draft_ofTheCoordinator_isUnderstoodAndAccepted(Case one) throws Exception {
    ReviewedPlan reviewed = review(one);

    assertThat(reviewed.warrant().isPresent()).isEqualTo(!read(one.folder(), "warrant").isEmpty());
    assertThat(reviewed.statement().isPresent())
        .isEqualTo(!read(one.folder(), "statement").isEmpty());
  }

  /** As a second operator sees a plan that somebody else made. */
  @ParameterizedTest
  @MethodSource("cases")
  void draft_ofAnotherOperator_isAccepted(Case one) throws Exception {
    new DraftReview(Asked.anyPlanOf("kms-prod"), NOW).review(plan(one.folder()).build());
  }

  /** Every folder is reviewed: a case that only the coordinator knows would prove nothing. */
  @Test
  void cases_areAllThatTheCoordinatorPins() throws Exception {
    try (Stream<Path> folders = Files.list(DRAFTS)) {
      assertThat(cases().stream().map(Case::folder))
          .containsExactlyInAnyOrderElementsOf(
              folders.map(folder -> folder.getFileName().toString()).toList());
    }
  }

  /** The review is no rubber stamp: the drafts of one plan are not accepted for another. */
  @Test
  void draft_ofAnotherCase_isRefused() throws Exception {
    Plan mixed =
        plan("give-way").setWarrantDraft(read("enable-joining", "warrant")).clearWarrant().build();

    assertThatThrownBy(
            () -> new DraftReview(Asked.of(giveWay(), Asked.USUAL_VALIDITY), NOW).review(mixed))
        .isInstanceOfSatisfying(
            KeyparityException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.WARRANT_MISMATCH));
  }
}
