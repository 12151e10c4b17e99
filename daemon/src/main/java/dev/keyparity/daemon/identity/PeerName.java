package dev.keyparity.daemon.identity;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a process or person: {@code spiffe://<trust-domain>/keyparity/<role>/<name>}, as the
 * one URI in its certificate (SPIFFE-ID section 2, X509-SVID section 2).
 *
 * @param trustDomain lower-case letters, digits, dot, hyphen and underscore; at most 255
 * @param name letters, digits, dot, hyphen and underscore, neither {@code .} nor {@code ..}; for an
 *     agent the host's name in the service file
 */
public record PeerName(String trustDomain, Role role, String name) {
  private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1,255}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,255}");
  private static final Pattern URI = Pattern.compile("spiffe://([^/]*)/keyparity/([^/]*)/([^/]*)");

  public PeerName {
    if (!TRUST_DOMAIN.matcher(trustDomain).matches()) {
      throw new IllegalArgumentException(
          "trust domain: " + trustDomain + " (expected: lower-case letters, digits, . - _)");
    }
    if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException(
          "peer name: " + name + " (expected: letters, digits, . - _)");
    }
  }

  /**
   * Reads the URI, strictly: no port, user, query, fragment, escape or trailing slash.
   *
   * @throws IllegalArgumentException if it is no such URI
   */
  public static PeerName parse(String uri) {
    Matcher match = URI.matcher(uri);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "peer name: "
              + uri
              + " (expected: spiffe://TRUST-DOMAIN/keyparity/agent|coordinator|operator/NAME)");
    }
    Role role =
        Role.parse(match.group(2))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "peer role: "
                            + match.group(2)
                            + " (expected: agent, coordinator or operator)"));
    return new PeerName(match.group(1), role, match.group(3));
  }

  public String uri() {
    return "spiffe://" + trustDomain + "/keyparity/" + role.text() + "/" + name;
  }

  /** For people: {@code agent kms1}. */
  @Override
  public String toString() {
    return role.text() + " " + name;
  }
}
