package dev.keyparity.daemon.identity;

import java.util.Locale;
import java.util.Optional;

/** What a certificate lets its holder be. */
public enum Role {
  /** The agent of one host. */
  AGENT,
  /** A coordinator, leading or standing by. */
  COORDINATOR,
  /** A person or their command line. */
  OPERATOR;

  /** The spelling in a SPIFFE path and in messages: lower-case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Role> parse(String text) {
    for (Role role : values()) {
      if (role.text().equals(text)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
