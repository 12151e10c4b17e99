package dev.keyparity.cli.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.keyparity.cli.testing.CoordinatorDrafts;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import dev.keyparity.proto.coordinator.v1.Plan;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files are accepted only as they are shown, only with the key that is there, only if asked. */
class AcceptReviewTest {
  private static final String CONF = "keytrustee.conf";
  private static final MakePlanRequest ACCEPT =
      MakePlanRequest.newBuilder()
          .setService("kms-prod")
          .setKind(MakePlanRequest.Kind.ACCEPT)
          .setTicket("CHG-1")
          .build();
  private static final String PAYLOAD = CoordinatorDrafts.read("accept", "plan").toStringUtf8();

  private static String digestToBe() {
    return document(CoordinatorDrafts.plan("accept").build(), Map.of()).accepts().get(0).is();
  }

  private static PlanDocument document(Plan plan, Map<String, String> accepts) {
    Asked asked = Asked.of(ACCEPT, Asked.USUAL_VALIDITY).accepting(accepts);
    return new DraftReview(asked, CoordinatorDrafts.NOW).review(plan).document();
  }

  private static void refuses(String found, String replaced, String why) {
    String changed = PAYLOAD.replaceFirst(found, replaced);
    assertThat(changed).isNotEqualTo(PAYLOAD);
    ByteString payload = ByteString.copyFromUtf8(changed);
    Plan plan =
        CoordinatorDrafts.plan("accept")
            .setPayload(payload)
            .setDigest(Sha256.hex(payload.toByteArray()))
            .build();
    refuses(plan, Map.of(), why);
  }

  private static void refuses(Plan plan, Map<String, String> accepts, String why) {
    assertThatThrownBy(() -> document(plan, accepts))
        .isInstanceOfSatisfying(
            KeyparityException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.WARRANT_MISMATCH))
        .hasMessageContaining(why);
  }

  @Test
  void filesThatWereNamed_pass() {
    Plan plan = CoordinatorDrafts.plan("accept").build();

    assertThat(document(plan, Map.of(CONF, digestToBe())).accepts())
        .extracting(PlanDocument.Accepted::file)
        .containsExactly(CONF);
  }

  @Test
  void fileThatNobodyNamed_orAnotherDigest_isRefused() {
    Plan plan = CoordinatorDrafts.plan("accept").build();

    refuses(plan, Map.of(CONF, "a".repeat(64)), "as asked");
    refuses(plan, Map.of(CONF, digestToBe(), "pubring.gpg", "absent"), "as asked");
  }

  @Test
  void digestThatTheStatementDoesNotApprove_isRefused() {
    refuses("\"is\":\"[0-9a-f]{64}\"", "\"is\":\"" + "b".repeat(64) + "\"", "as its statement");
    refuses("\"file\":\"keytrustee.conf\"", "\"file\":\"pubring.gpg\"", "as its statement");
  }

  @Test
  void nothingAccepted_isRefused() {
    refuses("\"accepts\":\\[[^]]*]", "\"accepts\":[]", "accepts no file");
  }

  @Test
  void hostWithAnotherKey_isRefused() {
    refuses("\"identity\":\"[0-9a-f]{64}\"", "\"identity\":\"" + "c".repeat(64) + "\"", "key");
  }

  @Test
  void filesInAPlanOfAnotherKind_areRefused() {
    Plan adopt = CoordinatorDrafts.plan("adopt").build();
    String payload =
        adopt
            .getPayload()
            .toStringUtf8()
            .replaceFirst(
                "\\{",
                "{\"accepts\":[{\"file\":\"x\",\"is\":\"%s\",\"was\":\"absent\"}],"
                    .formatted("d".repeat(64)));
    Plan changed =
        adopt.toBuilder()
            .setPayload(ByteString.copyFromUtf8(payload))
            .setDigest(Sha256.hex(payload.getBytes(StandardCharsets.UTF_8)))
            .build();
    MakePlanRequest asked = ACCEPT.toBuilder().setKind(MakePlanRequest.Kind.ADOPT).build();

    assertThatThrownBy(
            () ->
                new DraftReview(Asked.of(asked, Asked.USUAL_VALIDITY), CoordinatorDrafts.NOW)
                    .review(changed))
        .hasMessageContaining("expected: none in a run of kind adopt");
  }
}
