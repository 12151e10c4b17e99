package dev.keyparity.agent.guard;

import dev.keyparity.daemon.warrant.DocumentKind;
import dev.keyparity.daemon.warrant.PinnedOperators;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Verb;
import java.util.List;
import java.util.Set;

/**
 * Whose signatures count on this host, and how many of them a document needs. Immutable.
 *
 * @param approvals how many different operators must sign, by this agent's own configuration
 */
public record OperatorPolicy(PinnedOperators operators, int approvals) {
  public OperatorPolicy {
    if (approvals < 1) {
      throw new IllegalArgumentException("approvals: " + approvals + " (expected: >= 1)");
    }
  }

  /** Who signed, or a refusal. */
  List<String> requireApproved(
      SignedDocument document, DocumentKind kind, String service, Set<Verb> verbs) {
    return operators.verify(document, kind, service, verbs, approvals).orElseThrow();
  }
}
