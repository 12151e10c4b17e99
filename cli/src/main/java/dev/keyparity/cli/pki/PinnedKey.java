package dev.keyparity.cli.pki;

import dev.keyparity.daemon.warrant.OperatorKey;
import java.nio.file.Path;
import java.util.List;

/**
 * The public part of an operator's signing key, as agents pin it.
 *
 * @param publicKey one line, as agent.yaml takes it
 * @param fingerprint SHA-256 of the raw key, lower-case hex
 */
record PinnedKey(String operator, String publicKey, String fingerprint) {

  static PinnedKey make(String operator, Path file) {
    OperatorKey key = OperatorKey.generate();
    key.writeNew(file);
    return of(operator, key);
  }

  static PinnedKey read(String operator, Path file) {
    return of(operator, OperatorKey.read(file));
  }

  private static PinnedKey of(String operator, OperatorKey key) {
    return new PinnedKey(operator, key.publicKey().text(), key.publicKey().fingerprint());
  }

  /** What goes into each agent.yaml; a narrower list of services and verbs is better still. */
  List<String> lines() {
    return List.of(
        "pin it in agent.yaml of every host (narrow services and verbs where you can):",
        "operators:",
        "  - name: " + operator,
        "    public_key: \"" + publicKey + "\"",
        "    services: [\"*\"]",
        "    verbs: [\"*\"]");
  }
}
