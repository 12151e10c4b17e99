package dev.keyparity.keyring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The approved side of a comparison: an identity and the files that carry it. It can be rebuilt
 * from an identity statement as well as taken from a sound directory.
 *
 * @param secring digest of the approved key file
 * @param secringBytes its length in bytes
 * @param otherFiles digests of the profile's other files by name; those not named are not compared
 */
public record ApprovedKey(
    KeyIdentity identity, Digest secring, long secringBytes, Map<String, Digest> otherFiles) {

  public ApprovedKey {
    otherFiles = Map.copyOf(otherFiles);
    if (secringBytes <= 0) {
      throw new IllegalArgumentException(
          "approved key file: " + secringBytes + " bytes (expected: more than 0)");
    }
    if (identity.members().stream().anyMatch(m -> !m.secretPresent())) {
      throw new IllegalArgumentException(
          "approved identity: a key without its secret part (expected: all present)");
    }
  }

  /**
   * The key that a statement names, all of it as text in hexadecimal digits.
   *
   * @param identity digest of the identity
   * @param files SHA-256 by name
   * @param keyFile which of the files is the key file
   * @return empty if no choice of primary keys among the fingerprints gives that identity, or the
   *     key file is not named
   */
  public static Optional<ApprovedKey> named(
      String identity,
      List<String> fingerprints,
      Map<String, String> files,
      String keyFile,
      long secringBytes) {
    Map<String, Digest> digests = new LinkedHashMap<>();
    files.forEach((name, sha256) -> digests.put(name, new Digest(sha256)));
    Digest secring = digests.remove(keyFile);
    if (secring == null) {
      return Optional.empty();
    }
    return KeyIdentity.withDigest(
            new Digest(identity), fingerprints.stream().map(Fingerprint::new).toList())
        .map(found -> new ApprovedKey(found, secring, secringBytes, digests));
  }

  /**
   * What a sound directory holds, to be approved.
   *
   * @throws IllegalArgumentException if it is not sound
   */
  public static ApprovedKey from(KeyDirectoryFacts facts) {
    if (facts.identity() == null) {
      throw new IllegalArgumentException(
          "key directory: " + facts.soundness() + " (expected: SOUND, only that can be approved)");
    }
    FileFacts secring = facts.secring().orElseThrow();
    Map<String, Digest> others = new LinkedHashMap<>();
    for (FileFacts file : facts.files()) {
      if (!file.name().equals(secring.name())) {
        others.put(file.name(), file.sha256());
      }
    }
    return new ApprovedKey(
        Objects.requireNonNull(facts.identity()), secring.sha256(), secring.bytes(), others);
  }
}
