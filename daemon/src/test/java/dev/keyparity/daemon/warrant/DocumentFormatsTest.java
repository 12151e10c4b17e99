package dev.keyparity.daemon.warrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyparity.daemon.Golden;
import dev.keyparity.daemon.canonical.MalformedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stored bytes of every document, and what their readers refuse. */
class DocumentFormatsTest {

  private static byte[] edited(byte[] document, String from, String to) {
    String text = new String(document, StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    return text.replace(from, to).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void warrant_isTheGoldenFile() throws MalformedRecord {
    Warrant warrant = TestDocuments.warrant();

    byte[] golden = Golden.bytes("warrant-1.json", warrant.canonicalBytes());

    assertThat(new String(warrant.canonicalBytes(), StandardCharsets.UTF_8))
        .isEqualTo(new String(golden, StandardCharsets.UTF_8));
    assertThat(Warrant.parse(golden)).isEqualTo(warrant);
  }

  @Test
  void standingWarrant_withoutOptionalFields_isTheGoldenFile() throws MalformedRecord {
    Warrant warrant =
        new Warrant(
            "policy-7",
            "prod",
            "kms-prod",
            null,
            null,
            3,
            TestDocuments.ISSUED,
            TestDocuments.EXPIRES,
            List.of(
                Act.of(Verb.REPAIR, "repair", "kms2", Map.of("new_sha256", TestDocuments.NEW_RING)),
                Act.of(Verb.KEY_FORGET, "forget", Act.EVERY_HOST, Map.of("version", "old@3"))),
            "on_drift: repair",
            null);

    byte[] golden = Golden.bytes("warrant-1-standing.json", warrant.canonicalBytes());

    assertThat(warrant.canonicalBytes()).isEqualTo(golden);
    assertThat(Warrant.parse(golden)).isEqualTo(warrant);
  }

  @Test
  void statement_isTheGoldenFile() throws MalformedRecord {
    IdentityStatement statement = TestDocuments.statement();

    byte[] golden = Golden.bytes("statement-1.json", statement.canonicalBytes());

    assertThat(statement.canonicalBytes()).isEqualTo(golden);
    assertThat(IdentityStatement.parse(golden)).isEqualTo(statement);
  }

  @Test
  void revocation_isTheGoldenFile() throws MalformedRecord {
    Revocation revocation = TestDocuments.revocation();

    byte[] golden = Golden.bytes("revocation-1.json", revocation.canonicalBytes());

    assertThat(revocation.canonicalBytes()).isEqualTo(golden);
    assertThat(Revocation.parse(golden)).isEqualTo(revocation);
  }

  @Test
  void signedDocument_isTheGoldenFileAndItsSignatureStillVerifies() throws MalformedRecord {
    OperatorKey fresh = OperatorKey.generate();
    byte[] golden =
        Golden.bytes(
            "signed-document-1.json",
            TestDocuments.signed(TestDocuments.warrant(), "alice", fresh).canonicalBytes());
    OperatorPublicKey alice =
        OperatorPublicKey.parse(
            new String(
                Golden.bytes(
                    "signed-document-1.alice.pub",
                    fresh.publicKey().text().getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8));

    SignedDocument document = SignedDocument.parse(golden);

    assertThat(document.canonicalBytes()).isEqualTo(golden);
    assertThat(Warrant.parse(document.payload())).isEqualTo(TestDocuments.warrant());
    assertThat(
            new PinnedOperators(List.of(PinnedOperator.unlimited("alice", alice)))
                .verify(
                    document, DocumentKind.WARRANT, "kms-prod", TestDocuments.warrant().verbs(), 1))
        .isEqualTo(new Approval.Approved(List.of("alice")));
  }

  @ParameterizedTest
  @CsvSource({
    "keyparity.warrant/1, keyparity.warrant/2",
    "keyparity.warrant/1, keyparity.statement/1",
    "\"reason\":, \"reasons\":",
    "\"verb\":\"stop\", \"verb\":\"format-disk\"",
    "\"verb\":\"stop\", \"verb\":\"STOP\"",
    "\"bounds\":{}, \"bounds\":[]",
    "\"statement_generation\":2, \"statement_generation\":-2",
    "\"statement_generation\":2, \"statement_generation\":\"2\"",
    "2026-11-24T14:02:03.123Z, 2026-11-24T14:02:03.123456Z",
    "2026-11-24T14:02:03.123Z, 2026-11-26T14:02:03.123Z",
    "\"host\":\"kms2\", \"host\":\"*\"",
    "\"host\":\"kms2\", \"host\":\"\"",
    "\"id\":\"8c1f-22d0-w1\", \"id\":\"\"",
    "c3c3c3, C3C3C3"
  })
  void editedWarrant_isRefused(String from, String to) {
    byte[] bad = edited(TestDocuments.warrant().canonicalBytes(), from, to);

    assertThatExceptionOfType(MalformedRecord.class).isThrownBy(() -> Warrant.parse(bad));
  }

  @Test
  void warrantWhoseRunWasTakenOut_isRefused() {
    byte[] bad = edited(TestDocuments.warrant().canonicalBytes(), "\"run\":\"8c1f-22d0\",", "");

    assertThatExceptionOfType(MalformedRecord.class)
        .isThrownBy(() -> Warrant.parse(bad))
        .withMessageStartingWith("warrant: warrant run: none (expected: one, for stop)");
  }

  @ParameterizedTest
  @CsvSource({
    "keyparity.statement/1, keyparity.statement/2",
    "\"generation\":3, \"generation\":0",
    "\"kms1\", \"kms4\"",
    "\"secring_bytes\":2561, \"secring_bytes\":0",
    "4F2A4F2A, 4f2a4f2a",
    "d4d4d4, d4d4",
    "\"key_identity\", \"key_identities\"",
    "secring.gpg, ''"
  })
  void editedStatement_isRefused(String from, String to) {
    byte[] bad = edited(TestDocuments.statement().canonicalBytes(), from, to);

    assertThatExceptionOfType(MalformedRecord.class).isThrownBy(() -> IdentityStatement.parse(bad));
  }

  @Test
  void revocation_ofBothOrNeither_isRefused() {
    byte[] good = TestDocuments.revocation().canonicalBytes();

    assertThatExceptionOfType(MalformedRecord.class)
        .isThrownBy(() -> Revocation.parse(edited(good, "\"run\":\"8c1f-22d0\",", "")));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Revocation("prod", "kms-prod", "w", "r", TestDocuments.ISSUED, "both"));
  }

  @ParameterizedTest
  @CsvSource({
    "keyparity.signed-document/1, keyparity.signed-document/2",
    "\"operator\":, \"operators\":",
    "==\", \"",
    "\"payload\":\", \"payload\":\"!"
  })
  void editedSignedDocument_isRefused(String from, String to) {
    SignedDocument document =
        TestDocuments.signed(TestDocuments.warrant(), "alice", OperatorKey.generate());
    byte[] bad = edited(document.canonicalBytes(), from, to);

    assertThatExceptionOfType(MalformedRecord.class).isThrownBy(() -> SignedDocument.parse(bad));
  }

  @Test
  void revocation_coversItsRunOrItsWarrantOnly() {
    Warrant warrant = TestDocuments.warrant();
    Instant at = TestDocuments.ISSUED;

    assertThat(new Revocation("prod", "kms-prod", null, "8c1f-22d0", at, "").revokes(warrant))
        .isTrue();
    assertThat(new Revocation("prod", "kms-prod", "8c1f-22d0-w1", null, at, "").revokes(warrant))
        .isTrue();
    assertThat(new Revocation("prod", "kms-prod", null, "other", at, "").revokes(warrant))
        .isFalse();
    assertThat(new Revocation("prod", "kms-prod", "other", null, at, "").revokes(warrant))
        .isFalse();
    assertThat(new Revocation("prod", "kms-test", null, "8c1f-22d0", at, "").revokes(warrant))
        .isFalse();
    assertThat(new Revocation("test", "kms-prod", null, "8c1f-22d0", at, "").revokes(warrant))
        .isFalse();
  }

  @Test
  void actOfARun_needsARun() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Warrant(
                    "w",
                    "prod",
                    "kms-prod",
                    null,
                    null,
                    0,
                    TestDocuments.ISSUED,
                    TestDocuments.EXPIRES,
                    List.of(TestDocuments.INSTALL_KMS2),
                    "",
                    null))
        .withMessage("warrant run: none (expected: one, for install)");
  }

  @Test
  void verbs_haveOneSpelling() {
    for (Verb verb : Verb.values()) {
      assertThat(Verb.parse(verb.text())).contains(verb);
      assertThat(verb.text()).matches("[a-z]+(-[a-z]+)*");
    }
    assertThat(Verb.parse("INSTALL")).isEmpty();
  }

  @Test
  void act_keepsItsOwnCopyOfTheBounds() {
    TreeMap<String, String> bounds = new TreeMap<>(Map.of("new_sha256", "x"));
    Act act = new Act(Verb.INSTALL, "synchronize-key", "kms2", bounds);
    bounds.put("new_sha256", "y");

    assertThat(act.bounds()).isEqualTo(Map.of("new_sha256", "x"));
  }
}
