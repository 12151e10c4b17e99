package dev.keyparity.cli.evidence;

import dev.keyparity.cli.evidence.KnownOperators.Signers;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.Revocation;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A document that operators signed, as the document itself says, and who is proven to have.
 *
 * @param what {@code statement 3}, {@code warrant w-9} or {@code revocation of run 8c1f}
 * @param issuedAt by the clock of whoever drew it up
 * @param says what it allows or states, in one line
 * @param identity the key identity that a statement approves; else empty
 */
record SignedApproval(
    DocumentKind kind,
    String what,
    Instant issuedAt,
    String says,
    String identity,
    Signers signers) {

  /**
   * @throws MalformedRecord if it is no document that operators sign for this service
   */
  static SignedApproval of(SignedDocument document, Evidence evidence, KnownOperators known)
      throws MalformedRecord {
    byte[] payload = document.payload();
    DocumentKind kind = kindOf(payload);
    SignedApproval said =
        switch (kind) {
          case STATEMENT -> statement(IdentityStatement.parse(payload), evidence);
          case WARRANT -> warrant(Warrant.parse(payload), evidence);
          case REVOCATION -> revocation(Revocation.parse(payload), evidence);
          case EVIDENCE -> throw new MalformedRecord("approval: it is another evidence file");
        };
    Signers signers = known.check(said.what, document, kind, evidence.service());
    return new SignedApproval(kind, said.what, said.issuedAt, said.says, said.identity, signers);
  }

  private static DocumentKind kindOf(byte[] payload) throws MalformedRecord {
    String format = CanonicalJson.parseRecord(payload, "approval").string("format");
    return Arrays.stream(DocumentKind.values())
        .filter(kind -> kind.format().equals(format))
        .findFirst()
        .orElseThrow(() -> new MalformedRecord("approval: unknown format: " + format));
  }

  private static SignedApproval statement(IdentityStatement it, Evidence evidence)
      throws MalformedRecord {
    requireOf(evidence, it.group(), it.service());
    return unsigned(
        DocumentKind.STATEMENT,
        "statement " + it.generation(),
        it.issuedAt(),
        "%s must hold the key %s".formatted(String.join(", ", it.hosts()), it.keyIdentity()),
        it.keyIdentity());
  }

  private static SignedApproval warrant(Warrant it, Evidence evidence) throws MalformedRecord {
    requireOf(evidence, it.group(), it.service());
    String verbs = it.verbs().stream().map(Verb::text).sorted().collect(Collectors.joining(", "));
    String run = it.run() == null ? "" : " in run " + it.run();
    String ticket = it.ticket() == null ? "" : " (ticket " + it.ticket() + ")";
    return unsigned(
        DocumentKind.WARRANT,
        "warrant " + it.id(),
        it.issuedAt(),
        "%s%s: %s%s".formatted(verbs, run, it.reason(), ticket),
        "");
  }

  private static SignedApproval revocation(Revocation it, Evidence evidence)
      throws MalformedRecord {
    requireOf(evidence, it.group(), it.service());
    String what = it.run() == null ? "warrant " + it.warrant() : "run " + it.run();
    return unsigned(
        DocumentKind.REVOCATION, "revocation of " + what, it.issuedAt(), it.reason(), "");
  }

  private static SignedApproval unsigned(
      DocumentKind kind, String what, Instant issuedAt, String says, String identity) {
    Signers nobody = new Signers(List.of(), List.of());
    return new SignedApproval(kind, what, issuedAt, says, identity, nobody);
  }

  private static void requireOf(Evidence evidence, String group, String service)
      throws MalformedRecord {
    if (!group.equals(evidence.group()) || !service.equals(evidence.service())) {
      throw new MalformedRecord(
          "approval: of %s in group %s (expected: %s in %s)"
              .formatted(service, group, evidence.service(), evidence.group()));
    }
  }
}
