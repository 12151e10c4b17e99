package dev.keyparity.cli.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.keyparity.cli.testing.CoordinatorDrafts;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A host is added by its name, and no other host is touched for it. */
class MembershipReviewTest {
  private static final MakePlanRequest ASKED =
      MakePlanRequest.newBuilder()
          .setService("kms-prod")
          .setKind(MakePlanRequest.Kind.ADD_HOST)
          .setHost("kms3")
          .build();

  private static final Warrant DRAFT = draft();

  private static Warrant draft() {
    try {
      return Warrant.parse(CoordinatorDrafts.read("add-host", "warrant").toByteArray());
    } catch (MalformedRecord e) {
      throw new AssertionError(e);
    }
  }

  private static ReviewedPlan review(List<Act> acts) {
    Warrant warrant =
        new Warrant(
            DRAFT.id(),
            DRAFT.group(),
            DRAFT.service(),
            DRAFT.run(),
            DRAFT.planDigest(),
            DRAFT.statementGeneration(),
            DRAFT.issuedAt(),
            DRAFT.expiresAt(),
            acts,
            DRAFT.reason(),
            DRAFT.ticket());
    return new DraftReview(Asked.of(ASKED, Asked.USUAL_VALIDITY), CoordinatorDrafts.NOW)
        .review(
            CoordinatorDrafts.plan("add-host")
                .setWarrantDraft(ByteString.copyFrom(warrant.canonicalBytes()))
                .clearWarrant()
                .build());
  }

  private static List<Act> without(Predicate<Act> dropped) {
    return DRAFT.acts().stream().filter(dropped.negate()).toList();
  }

  private static List<Act> with(Act... more) {
    List<Act> acts = new ArrayList<>(DRAFT.acts());
    acts.addAll(List.of(more));
    return acts;
  }

  private static void refuses(List<Act> acts, String why) {
    assertThatThrownBy(() -> review(acts))
        .isInstanceOfSatisfying(
            KeyparityException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.WARRANT_MISMATCH))
        .hasMessageContaining(why);
  }

  private static Act membership(Verb verb, String host) {
    Act adds =
        DRAFT.acts().stream().filter(act -> act.verb() == Verb.ADD_HOST).findFirst().orElseThrow();
    return Act.of(verb, adds.step(), host, adds.bounds());
  }

  @Test
  void asDrafted_passes() {
    assertThat(review(DRAFT.acts()).warrant()).isPresent();
  }

  @Test
  void withoutTheHostsName_isRefused() {
    refuses(without(act -> act.verb() == Verb.ADD_HOST), "adds no host");
  }

  @Test
  void anotherHostIsDropped_isRefused() {
    refuses(with(membership(Verb.REMOVE_HOST, "kms2")), "remove-host on kms2");
  }

  @Test
  void hostThatTheStatementDoesNotList_isRefused() {
    refuses(with(membership(Verb.ADD_HOST, "kms9")), "add-host on kms9");
  }

  @Test
  void boundToAnotherStatement_isRefused() {
    List<Act> acts = new ArrayList<>(without(act -> act.verb() == Verb.ADD_HOST));
    acts.add(Act.of(Verb.ADD_HOST, "synchronize-key", "kms3", Map.of("statement", "0".repeat(64))));
    refuses(acts, "another statement");
  }

  /** Hosts that serve go on serving. */
  @Test
  void stopOfAHostOfWhichNothingChanges_isRefused() {
    refuses(with(Act.of(Verb.STOP, "validate-key-operations", "kms1", Map.of())), "stop on kms1");
  }
}
