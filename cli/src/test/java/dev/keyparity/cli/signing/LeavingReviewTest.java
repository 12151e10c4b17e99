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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** One host leaves, the one that was asked for; no other is stopped, and none that is gone. */
class LeavingReviewTest {
  private static Warrant draft(String folder) {
    try {
      return Warrant.parse(CoordinatorDrafts.read(folder, "warrant").toByteArray());
    } catch (MalformedRecord e) {
      throw new AssertionError(e);
    }
  }

  private static MakePlanRequest asked(String host, List<String> gone) {
    return MakePlanRequest.newBuilder()
        .setService("kms-prod")
        .setKind(MakePlanRequest.Kind.REMOVE_HOST)
        .setHost(host)
        .addAllWithout(gone)
        .build();
  }

  private static ReviewedPlan review(String folder, MakePlanRequest asked, List<Act> acts) {
    Warrant draft = draft(folder);
    Warrant warrant =
        new Warrant(
            draft.id(),
            draft.group(),
            draft.service(),
            draft.run(),
            draft.planDigest(),
            draft.statementGeneration(),
            draft.issuedAt(),
            draft.expiresAt(),
            acts,
            draft.reason(),
            draft.ticket());
    return new DraftReview(Asked.of(asked, Asked.USUAL_VALIDITY), CoordinatorDrafts.NOW)
        .review(
            CoordinatorDrafts.plan(folder)
                .setWarrantDraft(ByteString.copyFrom(warrant.canonicalBytes()))
                .clearWarrant()
                .build());
  }

  private static ReviewedPlan review(List<Act> acts) {
    return review("remove-host", asked("kms3", List.of()), acts);
  }

  private static List<Act> without(Predicate<Act> dropped) {
    return draft("remove-host").acts().stream().filter(dropped.negate()).toList();
  }

  private static List<Act> with(Act more) {
    List<Act> acts = new ArrayList<>(draft("remove-host").acts());
    acts.add(more);
    return acts;
  }

  private static void refuses(ThrowingCallable review, String why) {
    assertThatThrownBy(review)
        .isInstanceOfSatisfying(
            KeyparityException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.WARRANT_MISMATCH))
        .hasMessageContaining(why);
  }

  @Test
  void asDrafted_passes() {
    assertThat(review(without(act -> false)).statement().orElseThrow().hosts())
        .containsExactly("kms1", "kms2");
  }

  @Test
  void anotherHostThanAsked_isRefused() {
    refuses(
        () -> review("remove-host", asked("kms2", List.of()), without(act -> false)),
        "removes kms3 (expected: kms2, as asked)");
  }

  @Test
  void withoutTheHostsName_isRefused() {
    refuses(() -> review(without(act -> act.verb() == Verb.REMOVE_HOST)), "removes no host");
  }

  @Test
  void anotherHostIsStopped_orDropped_isRefused() {
    refuses(() -> review(with(Act.of(Verb.STOP, "remove-host", "kms1", Map.of()))), "stop on kms1");
    Act removes =
        draft("remove-host").acts().stream()
            .filter(act -> act.verb() == Verb.REMOVE_HOST)
            .findFirst()
            .orElseThrow();
    refuses(
        () -> review(with(Act.of(Verb.REMOVE_HOST, "remove-host", "kms2", removes.bounds()))),
        "remove-host on kms2");
  }

  /** Whoever did not say that it is gone must not sign that it is; nor the other way round. */
  @Test
  void goneThoughNobodySaidSo_isRefused() {
    refuses(
        () ->
            review("remove-host-gone", asked("kms3", List.of()), draft("remove-host-gone").acts()),
        "plan: without: [kms3] (expected: [], as asked)");
    refuses(
        () -> review("remove-host", asked("kms3", List.of("kms3")), without(act -> false)),
        "plan: without: [] (expected: [kms3], as asked)");
  }

  @Test
  void goneAndStopped_isRefused() {
    List<Act> acts = new ArrayList<>(draft("remove-host-gone").acts());
    acts.add(Act.of(Verb.STOP, "remove-host", "kms3", Map.of()));
    refuses(
        () -> review("remove-host-gone", asked("kms3", List.of("kms3")), acts),
        "it is gone, and nothing is stopped there");
  }
}
