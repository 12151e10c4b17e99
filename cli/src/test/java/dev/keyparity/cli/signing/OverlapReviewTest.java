package dev.keyparity.cli.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.cli.testing.Plans;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Stops overlap only where the operator said so, and only those of hosts that give way. */
class OverlapReviewTest {
  private static final MakePlanRequest OVERLAPPING =
      MakePlanRequest.newBuilder()
          .setService("kms-prod")
          .setKind(MakePlanRequest.Kind.GIVE_WAY)
          .setRun(Plans.RUN)
          .setKeep(Plans.KEPT)
          .putGiveWay("kms2", Plans.KMS2)
          .putGiveWay("kms3", Plans.KMS3)
          .setOverlap(true)
          .build();

  private static Plans plans(boolean overlap) {
    return Plans.giveWay().field("overlap", Json.of(overlap));
  }

  private static Act override(String host, String stopped) {
    return Act.of(Verb.OVERRIDE_PERMIT, "synchronize-key", host, Map.of("for", stopped));
  }

  private static ReviewedPlan review(MakePlanRequest request, Plans plans) {
    return new DraftReview(Asked.of(request, Asked.USUAL_VALIDITY), TestCli.NOW)
        .review(plans.build());
  }

  private static void refuses(MakePlanRequest request, Plans plans, String why) {
    assertThatThrownBy(() -> review(request, plans))
        .isInstanceOfSatisfying(
            KeyparityException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.WARRANT_MISMATCH))
        .hasMessageContaining(why);
  }

  @Test
  void asAsked_passes() {
    assertThat(review(OVERLAPPING, plans(true).act(override("kms3", "kms2"))).warrant())
        .isPresent();
  }

  @Test
  void overlapNobodyAskedFor_isRefused() {
    MakePlanRequest plain = OVERLAPPING.toBuilder().clearOverlap().build();

    refuses(plain, plans(true).act(override("kms3", "kms2")), "overlap: true");
    refuses(plain, plans(false).act(override("kms3", "kms2")), "override-permit on kms3");
  }

  @Test
  void overlapWithAHostThatServes_orForItsStop_isRefused() {
    refuses(OVERLAPPING, plans(true).act(override("kms1", "kms2")), "override-permit on kms1");
    refuses(OVERLAPPING, plans(true).act(override("kms3", "kms1")), "expected: for one of");
  }
}
