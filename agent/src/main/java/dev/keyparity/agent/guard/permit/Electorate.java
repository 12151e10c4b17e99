package dev.keyparity.agent.guard.permit;

import java.util.Set;

/**
 * Who must permit a stop, by the identity statement that this host holds.
 *
 * @param generation the statement's; at least 1
 * @param hosts every host of the statement, this one included
 * @param approvedIdentity the key identity that members must be serving
 */
public record Electorate(long generation, Set<String> hosts, String approvedIdentity) {
  public Electorate {
    if (generation < 1) {
      throw new IllegalArgumentException(
          "statement generation: %d (expected: >= 1)".formatted(generation));
    }
    if (approvedIdentity.isBlank()) {
      throw new IllegalArgumentException("approved identity: empty (expected: a digest)");
    }
    hosts = Set.copyOf(hosts);
  }
}
