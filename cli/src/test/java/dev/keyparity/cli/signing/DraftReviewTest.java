package dev.keyparity.cli.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.keyparity.cli.testing.Plans;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import dev.keyparity.proto.coordinator.v1.Plan;
import dev.keyparity.proto.document.v1.SignedDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Every way in which plan, warrant, statement and question can disagree refuses the signature. */
class DraftReviewTest {
  private static final MakePlanRequest ENABLE =
      MakePlanRequest.newBuilder()
          .setService("kms-prod")
          .setKind(MakePlanRequest.Kind.ENABLE)
          .setReference("kms1")
          .setTransfer("sealed")
          .build();
  private static final MakePlanRequest GIVE_WAY =
      MakePlanRequest.newBuilder()
          .setService("kms-prod")
          .setKind(MakePlanRequest.Kind.GIVE_WAY)
          .setRun(Plans.RUN)
          .setKeep(Plans.KEPT)
          .putGiveWay("kms2", Plans.KMS2)
          .putGiveWay("kms3", Plans.KMS3)
          .build();
  private static final MakePlanRequest REPAIR =
      MakePlanRequest.newBuilder()
          .setService("kms-prod")
          .setKind(MakePlanRequest.Kind.REPAIR)
          .setHost("kms2")
          .build();

  private static ReviewedPlan review(MakePlanRequest request, Plan plan) {
    return new DraftReview(Asked.of(request, Asked.USUAL_VALIDITY), TestCli.NOW).review(plan);
  }

  private static void refuses(MakePlanRequest request, Plans plans, String why) {
    assertThatThrownBy(() -> review(request, plans.build()))
        .isInstanceOfSatisfying(
            KeyparityException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.WARRANT_MISMATCH);
              assertThat(refusal.code().exitMeaning()).isEqualTo(ExitMeaning.REFUSED);
              assertThat(refusal.operatorMessage()).contains("nothing was signed").contains(why);
            });
  }

  @Test
  void review_partsAgree_passes() {
    assertThat(review(ENABLE, Plans.enable().build()).statement()).isPresent();
    assertThat(review(GIVE_WAY, Plans.giveWay().build()).warrant()).isPresent();
    assertThat(review(REPAIR, Plans.repair().build()).statement()).isEmpty();
  }

  @Test
  void review_digestOfAnotherPlan_refuses() {
    refuses(
        ENABLE,
        Plans.enable().editPlan(plan -> plan.setDigest(Plans.sha("another"))),
        "its digest is not that of its content");
  }

  @Test
  void review_warrantForAnotherPlan_refuses() {
    refuses(
        ENABLE,
        Plans.enable().editWarrant(w -> with(w, "planDigest", Plans.sha("another"))),
        "another plan than the one shown");
  }

  @Test
  void review_payloadNotCanonicalOrWithUnknownField_refuses() {
    refuses(
        ENABLE,
        Plans.enable().field("also_do", Json.of("something not shown")),
        "unknown field: also_do");
    refuses(ENABLE, Plans.enable().field("format", Json.of("keyparity.plan/2")), "format");
    Plan spaced = Plans.enable().build();
    ByteString payload = spaced.getPayload().concat(ByteString.copyFromUtf8(" "));
    refuses(
        ENABLE,
        Plans.enable()
            .editPlan(
                plan -> plan.setPayload(payload).setDigest(Sha256.hex(payload.toByteArray()))),
        "record");
  }

  @Test
  void review_planForAnotherServiceKindReferenceOrRun_refuses() {
    refuses(ENABLE, Plans.enable().field("service", Json.of("kms-other")), "plan: service");
    refuses(ENABLE, Plans.enable().field("kind", Json.of("adopt")), "plan: kind");
    refuses(ENABLE, Plans.enable().field("reference", Json.of("kms2")), "plan: reference");
    refuses(GIVE_WAY, Plans.giveWay().field("run", Json.of("other-run")), "plan: run");
    refuses(ENABLE, Plans.enable().field("transfer", Json.of("manual")), "plan: transfer");
  }

  @Test
  void review_planIgnoresAHoldThatWasAskedFor_refuses() {
    refuses(
        ENABLE.toBuilder().addHoldBefore("restart-cluster").build(),
        Plans.enable(),
        "holds before");
  }

  @Test
  void review_planNamesOtherKeysThanTheOperator_refuses() {
    refuses(GIVE_WAY, Plans.giveWay().field("keep", Json.of(Plans.KMS2)), "key to keep");
    refuses(
        GIVE_WAY,
        Plans.giveWay().field("give_way", Json.strings(Map.of("kms2", Plans.KMS2))),
        "gives way");
    refuses(
        ENABLE,
        Plans.enable()
            .field("give_way", Json.strings(Map.of("kms2", Plans.KMS2)))
            .field("overlap", Json.of(false)),
        "gives way");
  }

  @Test
  void review_warrantOfAnotherServiceOrRun_refuses() {
    refuses(
        ENABLE,
        Plans.enable().editWarrant(w -> with(w, "service", "kms-other")),
        "warrant: service");
    refuses(ENABLE, Plans.enable().editWarrant(w -> with(w, "run", "other")), "warrant: run");
  }

  @Test
  void review_warrantGoodForLongerThanAsked_refuses() {
    refuses(
        ENABLE,
        Plans.enable()
            .editWarrant(w -> timed(w, w.issuedAt(), w.issuedAt().plus(Duration.ofDays(30)))),
        "good until");
  }

  @Test
  void review_warrantExpiredOrFromTheFuture_refuses() {
    Instant now = TestCli.NOW;
    refuses(
        ENABLE,
        Plans.enable().editWarrant(w -> timed(w, now.minusSeconds(7200), now.minusSeconds(1))),
        "expired");
    refuses(
        ENABLE,
        Plans.enable().editWarrant(w -> timed(w, now.plusSeconds(3600), now.plusSeconds(7200))),
        "issued at");
  }

  @Test
  void review_actOfAVerbThatNoSuchRunNeeds_refuses() {
    for (Verb verb : List.of(Verb.RESTORE, Verb.QUARANTINE, Verb.OVERRIDE_GATE)) {
      refuses(
          ENABLE,
          Plans.enable().act(Act.of(verb, "synchronize-key", "kms2", Map.of())),
          verb.text() + " on kms2: not part of a run of kind enable");
    }
    refuses(
        ENABLE,
        Plans.enable().act(Act.of(Verb.KEY_FORGET, "survey", "*", Map.of("version", "k@0"))),
        "key-forget");
  }

  /** The warrant holds but a digest of the value: what the operator reads must be what it is of. */
  @Test
  void review_settingThatThePlanShowsDifferently_refuses() {
    Map<String, String> shown =
        Map.of(
            "file", "kms-site.xml",
            "property", "hadoop.kms.authentication.signer.secret.provider",
            "value_sha256", Plans.sha("zookeeper"));
    for (Map.Entry<String, String> other :
        Map.of("value_sha256", Plans.sha("random"), "file", "kms-acls.xml", "property", "p")
            .entrySet()) {
      TreeMap<String, String> bounds = new TreeMap<>(shown);
      bounds.put(other.getKey(), other.getValue());
      refuses(
          ENABLE,
          Plans.enable().act(Act.of(Verb.WRITE_SETTING, "zookeeper-dependency", "kms1", bounds)),
          "write-setting on kms1");
    }
    refuses(
        ENABLE,
        Plans.enable().field("settings", new Json.Arr(List.of())),
        "a setting of the plan, with its value");
    refuses(ENABLE, Plans.enable().setting("kms1", "dfs.x", "a\u001b[2Kb"), "control characters");
  }

  @Test
  void review_actInAStepThatIsNotThereOrSkippedOrOnlyReads_refuses() {
    for (String step : List.of("no-such-step", "restart-cluster", "survey")) {
      refuses(
          ENABLE, Plans.enable().act(Act.of(Verb.STOP, step, "kms1", Map.of())), "step " + step);
    }
  }

  @Test
  void review_actOnAHostThatItsStepDoesNotName_refuses() {
    refuses(
        ENABLE,
        Plans.enable().act(Act.of(Verb.STOP, "synchronize-key", "kms1", Map.of())),
        "not a host of step synchronize-key");
    refuses(
        ENABLE,
        Plans.enable().act(Act.of(Verb.STOP, "restart-kms", "kms9", Map.of())),
        "not a host of step restart-kms");
  }

  @Test
  void review_repairThatTouchesAnotherHost_refuses() {
    refuses(
        REPAIR,
        Plans.repair().act(Act.of(Verb.STOP, "verify-parity", "kms1", Map.of())),
        "only kms2, as asked");
  }

  @Test
  void review_stopWithBounds_refuses() {
    refuses(
        ENABLE,
        Plans.enable().act(Act.of(Verb.STOP, "restart-kms", "kms1", Map.of("for", "ever"))),
        "bounds");
  }

  private static UnaryOperator<Act> bound(String name, String value) {
    return act -> {
      if (act.verb() != Verb.INSTALL || !act.host().equals("kms2")) {
        return act;
      }
      TreeMap<String, String> bounds = new TreeMap<>(act.bounds());
      bounds.put(name, value);
      return new Act(act.verb(), act.step(), act.host(), bounds);
    };
  }

  @Test
  void review_installWithOtherBytesThanObserved_refuses() {
    refuses(
        ENABLE, Plans.enable().editActs(bound("replaces", Plans.sha("x"))), "replaces other bytes");
    refuses(
        ENABLE, Plans.enable().editActs(bound("installs", Plans.sha("x"))), "installs other bytes");
    refuses(
        ENABLE, Plans.enable().editActs(bound("identity", Plans.sha("x"))), "installs another key");
    refuses(ENABLE, Plans.enable().editActs(bound("mode", "0666")), "bounds");
  }

  @Test
  void review_installFromAnotherHostThanTheReference_refuses() {
    Plans plans =
        Plans.enable()
            .observed(
                "kms3", List.of(Plans.KEPT, Plans.KEPT_SUB), Plans.IDENTITY, Plans.SECRING, "up")
            .editActs(bound("source", "kms3"));

    refuses(ENABLE, plans, "expected: the plan's reference");
  }

  @Test
  void review_enableOverAForeignKey_refusesWhateverTheWarrantSays() {
    for (String givesWay : List.of("none", Plans.KMS2)) {
      Plans plans =
          Plans.enable()
              .observed("kms2", List.of(Plans.KMS2), Plans.sha("i2"), Plans.sha("s2"), "up")
              .editActs(bound("replaces", Plans.sha("s2")))
              .editActs(bound("gives_way", givesWay));

      refuses(ENABLE, plans, "kms2");
    }
  }

  @Test
  void review_anotherKeyGivesWayThanTheOperatorNamed_refuses() {
    refuses(GIVE_WAY, Plans.giveWay().editActs(bound("gives_way", Plans.KMS3)), "gives way");
    refuses(GIVE_WAY, Plans.giveWay().editActs(bound("gives_way", "none")), "gives way");
  }

  @Test
  void review_hostGotAKeyThatNobodyNamed_refuses() {
    Plans plans =
        Plans.giveWay()
            .field("give_way", Json.strings(Map.of("kms2", Plans.KMS2)))
            .editActs(act -> act);

    refuses(GIVE_WAY.toBuilder().removeGiveWay("kms3").build(), plans, "as named by the operator");
  }

  @Test
  void review_nothingGivesWayButWarrantSaysSo_refuses() {
    refuses(ENABLE, Plans.enable().editActs(bound("gives_way", Plans.KMS2)), "expected: none");
  }

  @Test
  void review_statementForOtherHostsServiceOrGroup_refuses() {
    refuses(
        ENABLE,
        Plans.enable()
            .editStatement(
                s -> statement(s, s.service(), List.of("kms1", "kms2"), s.keyIdentity())),
        "statement: hosts");
    refuses(
        ENABLE,
        Plans.enable().editStatement(s -> statement(s, "kms-other", s.hosts(), s.keyIdentity())),
        "statement: service");
    refuses(ENABLE, Plans.enable().editWarrant(w -> with(w, "group", "other")), "statement: group");
  }

  @Test
  void review_statementOfAnotherKeyThanTheReference_refuses() {
    refuses(
        ENABLE,
        Plans.enable()
            .editStatement(s -> statement(s, s.service(), s.hosts(), Plans.sha("another key"))),
        "another key than the statement approves");
    refuses(
        ENABLE,
        Plans.enable().editStatement(s -> fingerprints(s, List.of(Plans.KMS2))),
        "fingerprints are not those");
    refuses(
        ENABLE,
        Plans.enable().editStatement(s -> files(s, Plans.sha("another file"))),
        "another key than the statement approves");
  }

  @Test
  void review_statementOfAnOldGeneration_refuses() {
    refuses(
        ENABLE,
        Plans.enable().editWarrant(w -> generation(w, 1)),
        "statement: generation: 1 (expected: above 1)");
  }

  @Test
  void review_statementWithoutItsApprovalOrTheReverse_refuses() {
    refuses(
        ENABLE,
        Plans.enable().editWarrant(w -> acts(w, w.acts().subList(1, w.acts().size()))),
        "approves 0 statements");
    refuses(
        ENABLE,
        Plans.enable().editPlan(plan -> plan.clearStatementDraft()),
        "statement that is not shown");
    refuses(ENABLE, Plans.enable().editPlan(plan -> plan.clearWarrantDraft()), "without a warrant");
  }

  @Test
  void review_approvalOfAnotherStatementThanShown_refuses() {
    IdentityStatement other =
        statement(
            statementOf(Plans.enable().build()),
            "kms-prod",
            List.of("kms1", "kms2", "kms3"),
            Plans.sha("another key"));
    refuses(
        ENABLE,
        Plans.repair()
            .field("kind", Json.of("enable"))
            .field("reference", Json.of("kms1"))
            .act(
                Act.of(
                    Verb.APPROVE_IDENTITY,
                    "synchronize-key",
                    "*",
                    Map.of("statement", Plans.sha("not it"))))
            .editActs(act -> act.verb() == Verb.INSTALL ? stop() : act)
            .editPlan(plan -> plan.setStatementDraft(ByteString.copyFrom(other.canonicalBytes()))),
        "another statement than the one shown");
  }

  private static Act stop() {
    return Act.of(Verb.STOP, "synchronize-key", "kms2", Map.of());
  }

  @Test
  void review_signedSoFarIsAnotherText_refuses() {
    SignedDocument other =
        SignedDocument.newBuilder().setPayload(ByteString.copyFromUtf8("{}")).build();
    refuses(ENABLE, Plans.enable().editPlan(plan -> plan.setWarrant(other)), "warrant: what was");
    refuses(
        ENABLE, Plans.enable().editPlan(plan -> plan.setStatement(other)), "statement: what was");
  }

  @Test
  void review_hostThatWasNotObserved_refuses() {
    refuses(
        ENABLE,
        Plans.enable().field("hosts", Json.strings(List.of("kms1", "kms2", "kms3", "kms4"))),
        "plan: observed");
  }

  private static IdentityStatement statementOf(Plan plan) {
    try {
      return IdentityStatement.parse(plan.getStatementDraft().toByteArray());
    } catch (dev.keyparity.daemon.canonical.MalformedRecord e) {
      throw new AssertionError(e);
    }
  }

  private static Warrant with(Warrant w, String field, String value) {
    return new Warrant(
        w.id(),
        field.equals("group") ? value : w.group(),
        field.equals("service") ? value : w.service(),
        field.equals("run") ? value : w.run(),
        field.equals("planDigest") ? value : w.planDigest(),
        w.statementGeneration(),
        w.issuedAt(),
        w.expiresAt(),
        w.acts(),
        w.reason(),
        w.ticket());
  }

  private static Warrant timed(Warrant w, Instant issued, Instant expires) {
    return new Warrant(
        w.id(),
        w.group(),
        w.service(),
        w.run(),
        w.planDigest(),
        w.statementGeneration(),
        issued,
        expires,
        w.acts(),
        w.reason(),
        w.ticket());
  }

  private static Warrant generation(Warrant w, long generation) {
    return new Warrant(
        w.id(),
        w.group(),
        w.service(),
        w.run(),
        w.planDigest(),
        generation,
        w.issuedAt(),
        w.expiresAt(),
        w.acts(),
        w.reason(),
        w.ticket());
  }

  private static Warrant acts(Warrant w, List<Act> acts) {
    return new Warrant(
        w.id(),
        w.group(),
        w.service(),
        w.run(),
        w.planDigest(),
        w.statementGeneration(),
        w.issuedAt(),
        w.expiresAt(),
        acts,
        w.reason(),
        w.ticket());
  }

  private static IdentityStatement statement(
      IdentityStatement s, String service, List<String> hosts, String identity) {
    return new IdentityStatement(
        s.group(),
        service,
        s.generation(),
        hosts,
        identity,
        s.fingerprints(),
        s.files(),
        s.secringBytes(),
        s.issuedAt());
  }

  private static IdentityStatement fingerprints(IdentityStatement s, List<String> fingerprints) {
    return new IdentityStatement(
        s.group(),
        s.service(),
        s.generation(),
        s.hosts(),
        s.keyIdentity(),
        fingerprints,
        s.files(),
        s.secringBytes(),
        s.issuedAt());
  }

  private static IdentityStatement files(IdentityStatement s, String secring) {
    return new IdentityStatement(
        s.group(),
        s.service(),
        s.generation(),
        s.hosts(),
        s.keyIdentity(),
        s.fingerprints(),
        new TreeMap<>(Map.of("secring.gpg", secring)),
        s.secringBytes(),
        s.issuedAt());
  }
}
