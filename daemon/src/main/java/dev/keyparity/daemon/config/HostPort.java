package dev.keyparity.daemon.config;

/**
 * Where something listens. The host is a name or an address; IPv6 addresses stand in brackets.
 *
 * @param port 0 to 65535; 0 only for listening, where the system then chooses
 */
public record HostPort(String host, int port) {
  public HostPort {
    if (host.isBlank() || port < 0 || port > 65535) {
      throw new IllegalArgumentException(
          "address: " + host + ":" + port + " (expected: host:port)");
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
