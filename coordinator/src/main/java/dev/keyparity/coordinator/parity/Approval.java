package dev.keyparity.coordinator.parity;

import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.keyring.ApprovedKey;
import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the hosts of a service are held against: an identity statement, and the key it names.
 * Immutable.
 */
public record Approval(IdentityStatement statement, ApprovedKey key) {
  private static final String SECRING = "secring.gpg";

  /**
   * The key that a statement names. The statement lists fingerprints and the digest of the
   * identity; which of them are primary keys follows from the digest, with all secret parts
   * present.
   *
   * @return empty if no choice of primary keys gives that digest
   */
  static Optional<Approval> of(IdentityStatement statement) {
    return ApprovedKey.named(
            statement.keyIdentity(),
            statement.fingerprints(),
            statement.files(),
            SECRING,
            statement.secringBytes())
        .map(key -> new Approval(statement, key));
  }

  /** SHA-256 of the statement's bytes, by which agents name the one they hold. */
  String digest() {
    return Digest.of(statement.canonicalBytes()).hex();
  }

  /** Primary keys first, as people know the ring. */
  public List<String> fingerprints() {
    List<String> all = new ArrayList<>();
    key.identity().primaries().forEach(it -> all.add(it.hex()));
    key.identity().fingerprints().stream()
        .map(Fingerprint::hex)
        .filter(it -> !all.contains(it))
        .forEach(all::add);
    return all;
  }
}
