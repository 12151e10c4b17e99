package dev.keyparity.cli.evidence;

import dev.keyparity.cli.evidence.KnownOperators.Signers;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.DocumentSignature;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is left of an evidence file once it was verified. Pure.
 *
 * <ol>
 *   <li>It has one signature, of the operator who made it, by a key that is known as theirs, over
 *       every byte of what is in it.
 *   <li>Each document in it that operators signed is for that service; a signature by a key that is
 *       known is genuine, and one by another key is not counted.
 *   <li>Audit records follow each other, and the heads that other hosts keep are among them.
 * </ol>
 *
 * @param key fingerprint of the key that signed the file
 * @param timelines of every host that is declared, or was seen
 */
record Verification(
    Evidence evidence, String key, List<SignedApproval> approvals, List<HostTimeline> timelines) {
  Verification {
    approvals = List.copyOf(approvals);
    timelines = List.copyOf(timelines);
  }

  /**
   * @throws KeyparityException {@link ErrorCode#SIGNATURE_INVALID} if it is not as it was signed;
   *     {@link ErrorCode#USAGE} if the key of whoever made it is not known
   */
  static Verification of(byte[] file, KnownOperators known) {
    try {
      SignedDocument document = SignedDocument.parse(file);
      Evidence evidence = Evidence.parse(document.payload());
      String key = signer(document, evidence, known);
      List<SignedApproval> approvals = new ArrayList<>();
      for (SignedDocument approval : evidence.approvals()) {
        approvals.add(SignedApproval.of(approval, evidence, known));
      }
      return new Verification(evidence, key, approvals, timelines(evidence));
    } catch (MalformedRecord e) {
      throw notGenuine("not an evidence file as it was made: " + e.getMessage(), e);
    }
  }

  private static String signer(SignedDocument document, Evidence evidence, KnownOperators known) {
    if (document.signatures().size() != 1) {
      throw notGenuine("%d signatures (expected: one)".formatted(document.signatures().size()));
    }
    DocumentSignature signature = document.signatures().get(0);
    String maker = evidence.madeBy();
    if (!known.knowsKey(signature.keyFingerprint())) {
      if (known.knowsName(maker)) {
        throw notGenuine(
            "signed with key %s (expected: the one that is known as %s's)"
                .formatted(signature.keyFingerprint(), maker));
      }
      throw new KeyparityException(
          ErrorCode.USAGE,
          "the file says that %s made it, with key %s: not proven without that key"
              .formatted(maker, signature.keyFingerprint()),
          "keyparity evidence verify FILE --operator %s=KEY   have KEY from %s, not from the file"
              .formatted(maker, maker));
    }
    Signers signers = known.check("the file", document, DocumentKind.EVIDENCE, evidence.service());
    if (!signers.genuine().equals(List.of(maker))) {
      throw notGenuine(
          "signed by %s (expected: %s, who made it)"
              .formatted(String.join(", ", signers.genuine()), maker));
    }
    return signature.keyFingerprint();
  }

  private static List<HostTimeline> timelines(Evidence evidence) {
    TreeSet<String> hosts = new TreeSet<>(evidence.hosts());
    evidence.parity().forEach(host -> hosts.add(host.host()));
    return hosts.stream()
        .map(
            host ->
                HostTimeline.of(
                    host, evidence.sightings(host), evidence.since(), evidence.source().at()))
        .toList();
  }

  /**
   * Identities of keys that hosts were seen to hold as approved, and that no statement in the file
   * approves whose signature was checked: that they were is not proven.
   */
  SortedSet<String> identitiesInNoStatement() {
    TreeSet<String> identities = new TreeSet<>();
    for (Evidence.HostParity host : evidence.parity()) {
      host.spans().stream()
          .filter(span -> span.verdict().isInParity())
          .map(Sighting::identity)
          .forEach(identities::add);
    }
    approvals.stream()
        .filter(it -> !it.signers().genuine().isEmpty())
        .map(SignedApproval::identity)
        .forEach(identities::remove);
    return identities;
  }

  /** Whether every signature was checked, and no audit log in it is broken. */
  boolean isWhole() {
    return approvals.stream().allMatch(it -> it.signers().notChecked().isEmpty())
        && evidence.audit().stream().allMatch(it -> it.fault().isEmpty());
  }

  static KeyparityException notGenuine(String why) {
    return notGenuine(why, null);
  }

  private static KeyparityException notGenuine(String why, @Nullable Throwable cause) {
    return new KeyparityException(
        ErrorCode.SIGNATURE_INVALID,
        "NOT GENUINE: " + why,
        "believe nothing in it; ask whoever made it for the file again",
        cause);
  }
}
