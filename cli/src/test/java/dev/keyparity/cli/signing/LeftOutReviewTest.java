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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A host's permit is only gone without where the operator left that very host out. */
class LeftOutReviewTest {
  private static final MakePlanRequest WITHOUT_KMS3 =
      MakePlanRequest.newBuilder()
          .setService("kms-prod")
          .setKind(MakePlanRequest.Kind.REPAIR)
          .setHost("kms2")
          .addWithout("kms3")
          .build();

  private static Plans plans(String... without) {
    return Plans.repair()
        .field("hosts", Json.strings(List.of("kms1", "kms2")))
        .field("without", Json.strings(List.of(without)));
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
    assertThat(review(WITHOUT_KMS3, plans("kms3").act(override("kms3", "kms2"))).warrant())
        .isPresent();
  }

  @Test
  void planThatLeavesOutAHostNobodyNamed_isRefused() {
    MakePlanRequest plain = WITHOUT_KMS3.toBuilder().clearWithout().build();

    refuses(plain, plans("kms3").act(override("kms3", "kms2")), "without: [kms3]");
    refuses(WITHOUT_KMS3, plans("kms3", "kms4"), "without: [kms3, kms4]");
  }

  @Test
  void overrideOfAHostThatTakesPart_isRefused() {
    refuses(WITHOUT_KMS3, plans("kms3").act(override("kms1", "kms2")), "which the plan leaves out");
  }

  @Test
  void overrideForTheStopOfAnotherHost_isRefused() {
    refuses(WITHOUT_KMS3, plans("kms3").act(override("kms3", "kms1")), "expected: for one of");
  }
}
