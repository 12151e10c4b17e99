package dev.keyparity.coordinator.inventory;

/**
 * Where an agent listens.
 *
 * @param host a name or an address; an IPv6 address without its brackets
 * @param port 1 to 65535
 */
public record AgentAddress(String host, int port) {
  public AgentAddress {
    if (host.isBlank() || port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "agent address: %s:%d (expected: host:port)".formatted(host, port));
    }
  }

  /**
   * Reads {@code host:port}, {@code [v6]:port}.
   *
   * @throws IllegalArgumentException with a message for the operator
   */
  public static AgentAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon > 0) {
      String host = text.substring(0, colon);
      boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
      if (bracketed) {
        host = host.substring(1, host.length() - 1);
      }
      if (bracketed || host.indexOf(':') < 0) {
        return new AgentAddress(host, port(text, text.substring(colon + 1)));
      }
    }
    throw new IllegalArgumentException(
        "agent address: " + text + " (expected: host:port, as in kms1.example.com:7417)");
  }

  private static int port(String text, String digits) {
    if (digits.matches("[0-9]{1,5}")) {
      return Integer.parseInt(digits);
    }
    throw new IllegalArgumentException("agent address: " + text + " (expected: a numeric port)");
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
