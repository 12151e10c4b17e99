package dev.keyparity.cli.signing;

import com.google.protobuf.ByteString;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.wire.WireDocuments;
import dev.keyparity.proto.coordinator.v1.ApprovePlanRequest;
import dev.keyparity.proto.coordinator.v1.GetPlanRequest;
import dev.keyparity.proto.coordinator.v1.MakePlanRequest;
import dev.keyparity.proto.coordinator.v1.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Has plans made, reviewed and signed. */
public final class Signing {
  /** The operator's signing key in the TLS directory. */
  public static final String KEY_FILE = "operator.key";

  private final Invocation invocation;

  public Signing(Invocation invocation) {
    this.invocation = invocation;
  }

  /** Has the coordinator make a plan, and reviews it against what was asked for. */
  public ReviewedPlan make(MakePlanRequest request, Duration validity) {
    return make(request, Asked.of(request, validity));
  }

  /** The same, where more was asked for than a request says. */
  public ReviewedPlan make(MakePlanRequest request, Asked asked) {
    return review(invocation.askThoroughly(admin -> admin.makePlan(request)), asked);
  }

  /** Fetches a plan that was made before. */
  public ReviewedPlan fetch(String service, String id) {
    GetPlanRequest request = GetPlanRequest.newBuilder().setService(service).setId(id).build();
    return review(invocation.ask(admin -> admin.getPlan(request)), Asked.anyPlanOf(service));
  }

  private ReviewedPlan review(Plan plan, Asked asked) {
    return new DraftReview(asked, invocation.clock().instant()).review(plan);
  }

  /**
   * Shows the plan, asks, and signs it. Where a key gives way, a word must be typed.
   *
   * @param yes whether {@code --yes} was given: then nobody is asked
   * @return the plan as it stands with the signature
   * @throws KeyparityException {@link ErrorCode#BLOCKED} if the answer was no
   */
  public ReviewedPlan confirmAndSign(ReviewedPlan plan, boolean yes) {
    Confirmation confirmation = new Confirmation(invocation);
    String shown = String.join("\n", new PlanView(plan).lines(invocation.page()));
    if (plan.document().giveWay().isEmpty()) {
      confirmation.require(shown, "Go?", yes);
    } else {
      confirmation.requireWord(shown, "give way", yes);
    }
    return sign(plan);
  }

  /** Signs what was reviewed and hands it to the coordinator. */
  ReviewedPlan sign(ReviewedPlan plan) {
    Plan drafts = plan.plan();
    if (plan.warrant().isEmpty()) {
      return plan;
    }
    ApprovePlanRequest.Builder request =
        ApprovePlanRequest.newBuilder()
            .setService(plan.document().service())
            .setId(plan.id())
            .setWarrant(
                signed(
                    drafts.hasWarrant()
                        ? WireDocuments.fromMessage(drafts.getWarrant())
                        : unsigned(drafts.getWarrantDraft()),
                    DocumentKind.WARRANT));
    if (plan.statement().isPresent()) {
      request.setStatement(
          signed(
              drafts.hasStatement()
                  ? WireDocuments.fromMessage(drafts.getStatement())
                  : unsigned(drafts.getStatementDraft()),
              DocumentKind.STATEMENT));
    }
    ApprovePlanRequest approval = request.build();
    Plan approved = invocation.ask(admin -> admin.approvePlan(approval));
    invocation.console().say("signed by " + invocation.operator());
    return review(approved, Asked.anyPlanOf(plan.document().service()));
  }

  private static SignedDocument unsigned(ByteString draft) {
    return SignedDocument.unsigned(draft.toByteArray());
  }

  /** Signs the draft of a warrant that the operator has seen. */
  public dev.keyparity.proto.document.v1.SignedDocument warrant(byte[] draft) {
    return signed(SignedDocument.unsigned(draft), DocumentKind.WARRANT);
  }

  /**
   * @param what was signed, and what it is not yet, such as {@code x: signed, and not open yet}
   * @throws KeyparityException {@link ErrorCode#BLOCKED} while signatures of others lack
   */
  public static void requireEnough(boolean isRecorded, String what) {
    if (!isRecorded) {
      throw new KeyparityException(
          ErrorCode.BLOCKED,
          what + " (expected: more signatures)",
          "another operator repeats the same command");
    }
  }

  /** Signs bytes that the operator has seen. */
  public dev.keyparity.proto.document.v1.SignedDocument signed(
      SignedDocument document, DocumentKind kind) {
    return WireDocuments.toMessage(document.signedBy(invocation.operator(), key(), kind));
  }

  private OperatorKey key() {
    Path file = invocation.target().tlsDirectory().resolve(KEY_FILE);
    if (!Files.exists(file)) {
      throw new KeyparityException(
          ErrorCode.UNREADABLE,
          "operator key " + file + ": no such file (expected: your signing key)",
          "keyparity pki operator-key "
              + invocation.operator()
              + " --out "
              + file.getParent()
              + "   makes one; each agent must then pin its public part");
    }
    return OperatorKey.read(file);
  }
}
