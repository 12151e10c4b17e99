package dev.keyparity.daemon.warrant;

import static dev.keyparity.daemon.warrant.DocumentKind.WARRANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PinnedOperatorsTest {
  private static final String SERVICE = "kms-prod";

  private final OperatorKey alice = OperatorKey.generate();
  private final OperatorKey bob = OperatorKey.generate();
  private final OperatorKey mallory = OperatorKey.generate();
  private final Warrant warrant = TestDocuments.warrant();
  private final Set<Verb> verbs = warrant.verbs();
  private final PinnedOperators pinned =
      new PinnedOperators(
          List.of(
              PinnedOperator.unlimited("alice", alice.publicKey()),
              PinnedOperator.unlimited("bob", bob.publicKey())));

  private static Approval.Rule ruleOf(Approval approval) {
    assertThat(approval).isInstanceOf(Approval.Refused.class);
    return ((Approval.Refused) approval).rule();
  }

  @Test
  void oneOfOne_isApproved() {
    SignedDocument document = TestDocuments.signed(warrant, "alice", alice);

    Approval approval = pinned.verify(document, WARRANT, SERVICE, verbs, 1);

    assertThat(approval.isApproved()).isTrue();
    assertThat(approval.orElseThrow()).containsExactly("alice");
  }

  @Test
  void twoOfTwo_needsTwoDifferentOperators() {
    SignedDocument once = TestDocuments.signed(warrant, "alice", alice);
    SignedDocument sameTwice =
        new SignedDocument(
            once.payload(), List.of(once.signatures().get(0), once.signatures().get(0)));
    SignedDocument both = once.signedBy("bob", bob, WARRANT);

    assertThat(ruleOf(pinned.verify(once, WARRANT, SERVICE, verbs, 2)))
        .isEqualTo(Approval.Rule.ENOUGH_SIGNATURES);
    assertThat(ruleOf(pinned.verify(sameTwice, WARRANT, SERVICE, verbs, 2)))
        .isEqualTo(Approval.Rule.ENOUGH_SIGNATURES);
    assertThat(pinned.verify(both, WARRANT, SERVICE, verbs, 2))
        .isEqualTo(new Approval.Approved(List.of("alice", "bob")));
  }

  @Test
  void unsigned_isRefused() {
    Approval approval =
        pinned.verify(
            SignedDocument.unsigned(warrant.canonicalBytes()), WARRANT, SERVICE, verbs, 1);

    KeyparityException thrown =
        catchThrowableOfType(KeyparityException.class, approval::orElseThrow);

    assertThat(thrown.code()).isEqualTo(ErrorCode.WARRANT_INVALID);
    assertThat(thrown.operatorMessage())
        .isEqualTo("keyparity.warrant/1: 0 of 1 signatures of operators pinned here");
    assertThat(thrown.context()).containsEntry("warrant_rule", "ENOUGH_SIGNATURES");
  }

  @Test
  void strangersSignature_doesNotCountAndDoesNoHarm() {
    SignedDocument strangers = TestDocuments.signed(warrant, "mallory", mallory);

    Approval alone = pinned.verify(strangers, WARRANT, SERVICE, verbs, 1);
    Approval withAlice =
        pinned.verify(strangers.signedBy("alice", alice, WARRANT), WARRANT, SERVICE, verbs, 1);

    assertThat(((Approval.Refused) alone).detail())
        .isEqualTo(
            "keyparity.warrant/1: 0 of 1 signatures of operators pinned here;"
                + " the key of mallory is not pinned");
    assertThat(withAlice.orElseThrow()).containsExactly("alice");
  }

  @Test
  void strangerUsingAPinnedName_doesNotCount() {
    SignedDocument document = TestDocuments.signed(warrant, "alice", mallory);

    assertThat(ruleOf(pinned.verify(document, WARRANT, SERVICE, verbs, 1)))
        .isEqualTo(Approval.Rule.ENOUGH_SIGNATURES);
  }

  @Test
  void changedPayload_isRefusedEvenWithAnotherGoodSignature() {
    DocumentSignature genuine = TestDocuments.signed(warrant, "alice", alice).signatures().get(0);
    byte[] changed = TestDocuments.warrant(List.of(TestDocuments.STOP_KMS2)).canonicalBytes();
    SignedDocument document =
        new SignedDocument(changed, List.of(genuine)).signedBy("bob", bob, WARRANT);

    assertThat(ruleOf(pinned.verify(document, WARRANT, SERVICE, verbs, 1)))
        .isEqualTo(Approval.Rule.SIGNATURE_GENUINE);
  }

  @Test
  void everyFlippedBitOfTheSignature_isRefused() {
    DocumentSignature genuine = TestDocuments.signed(warrant, "alice", alice).signatures().get(0);
    for (int bit = 0; bit < genuine.signature().length * 8; bit++) {
      byte[] flipped = genuine.signature();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      SignedDocument document =
          new SignedDocument(
              warrant.canonicalBytes(),
              List.of(
                  new DocumentSignature(
                      genuine.algorithm(), "alice", genuine.keyFingerprint(), flipped)));

      assertThat(ruleOf(pinned.verify(document, WARRANT, SERVICE, verbs, 1)))
          .as("bit %d", bit)
          .isEqualTo(Approval.Rule.SIGNATURE_GENUINE);
    }
  }

  /** Domain separation: a signature under a statement is none under a warrant. */
  @Test
  void signatureOfAnotherKind_isRefused() {
    SignedDocument document =
        SignedDocument.unsigned(warrant.canonicalBytes())
            .signedBy("alice", alice, DocumentKind.STATEMENT);

    assertThat(ruleOf(pinned.verify(document, WARRANT, SERVICE, verbs, 1)))
        .isEqualTo(Approval.Rule.SIGNATURE_GENUINE);
  }

  @Test
  void nameThatIsNotTheKeys_isRefused() {
    DocumentSignature genuine = TestDocuments.signed(warrant, "alice", alice).signatures().get(0);
    SignedDocument document =
        new SignedDocument(
            warrant.canonicalBytes(),
            List.of(
                new DocumentSignature(
                    genuine.algorithm(), "bob", genuine.keyFingerprint(), genuine.signature())));

    assertThat(ruleOf(pinned.verify(document, WARRANT, SERVICE, verbs, 1)))
        .isEqualTo(Approval.Rule.NAME_MATCHES_KEY);
  }

  @Test
  void unknownAlgorithm_doesNotCount() {
    DocumentSignature genuine = TestDocuments.signed(warrant, "alice", alice).signatures().get(0);
    SignedDocument document =
        new SignedDocument(
            warrant.canonicalBytes(),
            List.of(
                new DocumentSignature(
                    "ml-dsa-65", "alice", genuine.keyFingerprint(), genuine.signature())));

    assertThat(ruleOf(pinned.verify(document, WARRANT, SERVICE, verbs, 1)))
        .isEqualTo(Approval.Rule.ENOUGH_SIGNATURES);
  }

  @Test
  void operatorOfAnotherService_isRefused() {
    PinnedOperators narrow =
        new PinnedOperators(
            List.of(
                new PinnedOperator(
                    "alice", alice.publicKey(), Set.of("kms-test"), EnumSet.allOf(Verb.class))));
    SignedDocument document = TestDocuments.signed(warrant, "alice", alice);

    assertThat(ruleOf(narrow.verify(document, WARRANT, SERVICE, verbs, 1)))
        .isEqualTo(Approval.Rule.SERVICE_ALLOWED);
    assertThat(narrow.verify(document, WARRANT, "kms-test", verbs, 1).isApproved()).isTrue();
  }

  @Test
  void operatorWithoutTheVerb_isRefused() {
    PinnedOperators narrow =
        new PinnedOperators(
            List.of(
                new PinnedOperator(
                    "alice", alice.publicKey(), Set.of(SERVICE), EnumSet.of(Verb.STOP))));
    SignedDocument document = TestDocuments.signed(warrant, "alice", alice);

    Approval approval = narrow.verify(document, WARRANT, SERVICE, verbs, 1);

    assertThat(ruleOf(approval)).isEqualTo(Approval.Rule.VERBS_ALLOWED);
    assertThat(((Approval.Refused) approval).detail())
        .isEqualTo("operator alice: may not sign install");
  }

  @Test
  void onePersonTwice_cannotBePinned() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new PinnedOperators(
                    List.of(
                        PinnedOperator.unlimited("alice", alice.publicKey()),
                        PinnedOperator.unlimited("alice2", alice.publicKey()))))
        .withMessage("operator key of alice2: also of alice (expected: one key each)");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new PinnedOperators(
                    List.of(
                        PinnedOperator.unlimited("alice", alice.publicKey()),
                        PinnedOperator.unlimited("alice", bob.publicKey()))))
        .withMessage("operator name: alice (expected: once)");
  }

  @Test
  void requiringNobody_isAFaultOfTheCaller() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> pinned.verify(SignedDocument.unsigned(new byte[0]), WARRANT, SERVICE, verbs, 0));
  }

  @Test
  void signingTwiceWithOneKey_changesNothing() {
    SignedDocument once = TestDocuments.signed(warrant, "alice", alice);

    assertThat(once.signedBy("alice", alice, WARRANT)).isEqualTo(once);
  }
}
