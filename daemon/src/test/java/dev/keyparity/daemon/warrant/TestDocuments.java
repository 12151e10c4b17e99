package dev.keyparity.daemon.warrant;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The documents and operators the tests of this package use. */
final class TestDocuments {
  static final Instant ISSUED = Instant.parse("2026-11-24T14:02:03.123Z");
  static final Instant EXPIRES = ISSUED.plus(Duration.ofHours(24));
  static final String OLD_RING = "a1".repeat(32);
  static final String NEW_RING = "b2".repeat(32);
  static final String PLAN = "c3".repeat(32);

  static final Act INSTALL_KMS2 =
      Act.of(
          Verb.INSTALL,
          "synchronize-key",
          "kms2",
          Map.of("expected_sha256", OLD_RING, "new_sha256", NEW_RING));
  static final Act STOP_KMS2 = Act.of(Verb.STOP, "synchronize-key", "kms2", Map.of());

  private TestDocuments() {}

  static Warrant warrant() {
    return warrant(List.of(STOP_KMS2, INSTALL_KMS2));
  }

  static Warrant warrant(List<Act> acts) {
    return new Warrant(
        "8c1f-22d0-w1",
        "prod",
        "kms-prod",
        "8c1f-22d0",
        PLAN,
        2,
        ISSUED,
        EXPIRES,
        acts,
        "enable kms-prod, reference kms1",
        "CHG-4711");
  }

  static IdentityStatement statement() {
    return new IdentityStatement(
        "prod",
        "kms-prod",
        3,
        List.of("kms1", "kms2", "kms3"),
        "d4".repeat(32),
        List.of("4F2A".repeat(10), "77B0".repeat(10)),
        new TreeMap<>(Map.of("secring.gpg", NEW_RING, "pubring.gpg", OLD_RING)),
        2561,
        ISSUED);
  }

  static Revocation revocation() {
    return new Revocation("prod", "kms-prod", null, "8c1f-22d0", ISSUED, "wrong reference host");
  }

  static SignedDocument signed(Warrant warrant, String operator, OperatorKey key) {
    return SignedDocument.unsigned(warrant.canonicalBytes())
        .signedBy(operator, key, DocumentKind.WARRANT);
  }
}
