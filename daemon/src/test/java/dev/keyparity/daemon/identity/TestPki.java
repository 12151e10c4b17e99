package dev.keyparity.daemon.identity;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A throw-away CA and the identities of a small fleet, below a test's own directory. */
final class TestPki {
  static final String TRUST_DOMAIN = "prod.example";
  private static final Duration YEAR = Duration.ofDays(365);

  private final Path root;
  private final Clock clock;
  private final MiniCa ca;

  TestPki(Path root, Clock clock) {
    this(root, TRUST_DOMAIN, clock);
  }

  TestPki(Path root, String trustDomain, Clock clock) {
    this.root = root;
    this.clock = clock;
    this.ca = MiniCa.init(root.resolve("ca"), trustDomain, YEAR.multipliedBy(10), clock);
  }

  MiniCa ca() {
    return ca;
  }

  Path caCertificate() {
    return root.resolve("ca").resolve(MiniCa.CERTIFICATE);
  }

  TlsFiles issue(Role role, String name, Duration validity) {
    Path directory = root.resolve(role.text() + "-" + name);
    ca.issue(role, name, List.of("127.0.0.1", "localhost"), validity, directory);
    return TlsFiles.in(directory);
  }

  TlsIdentity identity(Role role, String name) {
    return TlsIdentity.load(issue(role, name, YEAR), clock);
  }
}
