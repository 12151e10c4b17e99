package dev.keyparity.daemon.warrant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The operators whose signatures count, pinned by public key. Immutable and pure.
 *
 * <p>Signatures of keys that are not pinned, or with an unknown algorithm tag, are not counted and
 * do no harm: agents may pin different operators. A signature that claims a pinned key and does not
 * verify refuses the whole document, because then somebody changed something.
 */
public final class PinnedOperators {
  private final Map<String, PinnedOperator> byFingerprint;

  /**
   * @throws IllegalArgumentException if two entries share a name or a key: one person must not
   *     count twice
   */
  public PinnedOperators(Collection<PinnedOperator> operators) {
    Map<String, PinnedOperator> map = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    for (PinnedOperator operator : operators) {
      if (!names.add(operator.name())) {
        throw new IllegalArgumentException(
            "operator name: " + operator.name() + " (expected: once)");
      }
      PinnedOperator other = map.put(operator.key().fingerprint(), operator);
      if (other != null) {
        throw new IllegalArgumentException(
            "operator key of %s: also of %s (expected: one key each)"
                .formatted(operator.name(), other.name()));
      }
    }
    byFingerprint = Map.copyOf(map);
  }

  public boolean isEmpty() {
    return byFingerprint.isEmpty();
  }

  /**
   * Decides whether a document is approved.
   *
   * @param verbs every verb the document makes use of
   * @param required how many different operators must have signed, at least 1
   */
  public Approval verify(
      SignedDocument document, DocumentKind kind, String service, Set<Verb> verbs, int required) {
    if (required < 1) {
      throw new IllegalArgumentException("required signatures: " + required + " (expected: >= 1)");
    }
    byte[] signed = document.signedBytes(kind);
    TreeSet<String> names = new TreeSet<>();
    List<String> uncounted = new ArrayList<>();
    for (DocumentSignature signature : document.signatures()) {
      PinnedOperator operator = byFingerprint.get(signature.keyFingerprint());
      if (operator == null || !signature.algorithm().equals(OperatorKey.ALGORITHM)) {
        uncounted.add(signature.operator());
        continue;
      }
      Approval.Refused refused = check(operator, signature, signed, service, verbs);
      if (refused != null) {
        return refused;
      }
      names.add(operator.name());
    }
    if (names.size() < required) {
      return new Approval.Refused(
          Approval.Rule.ENOUGH_SIGNATURES,
          "%s: %d of %d signatures of operators pinned here%s%s"
              .formatted(
                  kind.format(),
                  names.size(),
                  required,
                  names.isEmpty() ? "" : ": " + String.join(", ", names),
                  uncounted.isEmpty()
                      ? ""
                      : "; the key of " + String.join(", ", uncounted) + " is not pinned"));
    }
    return new Approval.Approved(List.copyOf(names));
  }

  private static Approval.@Nullable Refused check(
      PinnedOperator operator,
      DocumentSignature signature,
      byte[] signed,
      String service,
      Set<Verb> verbs) {
    if (!operator.key().verifies(signed, signature.signature())) {
      return new Approval.Refused(
          Approval.Rule.SIGNATURE_GENUINE,
          "signature of "
              + operator.name()
              + ": does not verify (expected: over these very bytes)");
    }
    if (!signature.operator().equals(operator.name())) {
      return new Approval.Refused(
          Approval.Rule.NAME_MATCHES_KEY,
          "signature of %s: key is pinned as %s".formatted(signature.operator(), operator.name()));
    }
    if (!operator.maySignFor(service)) {
      return new Approval.Refused(
          Approval.Rule.SERVICE_ALLOWED,
          "operator %s: service %s (expected: one of %s)"
              .formatted(operator.name(), service, new TreeSet<>(operator.services())));
    }
    for (Verb verb : new TreeSet<>(verbs)) {
      if (!operator.verbs().contains(verb)) {
        return new Approval.Refused(
            Approval.Rule.VERBS_ALLOWED,
            "operator %s: may not sign %s".formatted(operator.name(), verb.text()));
      }
    }
    return null;
  }
}
