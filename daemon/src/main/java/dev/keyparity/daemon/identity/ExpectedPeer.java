package dev.keyparity.daemon.identity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom the other end of a connection must turn out to be: a role, and a name where it is known. The
 * trust domain is always our own.
 */
public record ExpectedPeer(Role role, @Nullable String name) {
  public static ExpectedPeer anyOf(Role role) {
    return new ExpectedPeer(role, null);
  }

  public static ExpectedPeer named(Role role, String name) {
    return new ExpectedPeer(role, name);
  }

  /** What is wrong with the peer that answered; empty if it is the expected one. */
  Optional<String> mismatch(PeerName found) {
    if (found.role() != role) {
      return Optional.of("role is " + found.role().text() + " (expected: " + role.text() + ")");
    }
    if (name != null && !name.equals(found.name())) {
      return Optional.of("name is " + found.name() + " (expected: " + name + ")");
    }
    return Optional.empty();
  }
}
