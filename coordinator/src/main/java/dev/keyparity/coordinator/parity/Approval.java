package dev.keyparity.coordinator.parity;

import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.keyring.ApprovedKey;
import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.KeyIdentity;
import dev.keyparity.keyring.KeyIdentity.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the hosts of a service are held against: an identity statement, and the key it names.
 * Immutable.
 */
public record Approval(IdentityStatement statement, ApprovedKey key) {
  private static final String SECRING = "secring.gpg";

  /** A ring has one primary key and a few subkeys; more than this nobody approves. */
  private static final int MOST_KEYS = 16;

  /**
   * The key that a statement names. The statement lists fingerprints and the digest of the
   * identity; which of them are primary keys follows from the digest, with all secret parts
   * present.
   *
   * @return empty if no choice of primary keys gives that digest
   */
  static Optional<Approval> of(IdentityStatement statement) {
    String secring = statement.files().get(SECRING);
    if (secring == null || statement.fingerprints().size() > MOST_KEYS) {
      return Optional.empty();
    }
    Map<String, Digest> others = new HashMap<>();
    statement
        .files()
        .forEach(
            (name, digest) -> {
              if (!name.equals(SECRING)) {
                others.put(name, new Digest(digest));
              }
            });
    return identity(statement)
        .map(
            identity ->
                new Approval(
                    statement,
                    new ApprovedKey(
                        identity, new Digest(secring), statement.secringBytes(), others)));
  }

  private static Optional<KeyIdentity> identity(IdentityStatement statement) {
    List<Fingerprint> keys = statement.fingerprints().stream().map(Fingerprint::new).toList();
    int choices = 1 << keys.size();
    // By the number of primary keys: nearly always it is one.
    for (int primaries = 1; primaries <= keys.size(); primaries++) {
      for (int choice = 1; choice < choices; choice++) {
        if (Integer.bitCount(choice) == primaries) {
          KeyIdentity identity = KeyIdentity.of(members(keys, choice));
          if (identity.digest().hex().equals(statement.keyIdentity())) {
            return Optional.of(identity);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static List<Member> members(List<Fingerprint> keys, int primaries) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      members.add(new Member(keys.get(i), (primaries & 1 << i) != 0, true));
    }
    return members;
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
