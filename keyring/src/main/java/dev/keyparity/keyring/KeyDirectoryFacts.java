package dev.keyparity.keyring;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a key directory (or a lone ring file) holds at the moment it was read. Immutable; carries no
 * secret byte.
 *
 * @param soundness of the profile's key file
 * @param reasons why it is not sound; empty if it is
 * @param files the profile's files that could be read, in the profile's order
 * @param keys the keys of the key file, in file order, also if it is damaged
 * @param identity the canonical identity; null unless sound
 */
public record KeyDirectoryFacts(
    Profile profile,
    Soundness soundness,
    List<String> reasons,
    List<FileFacts> files,
    List<KeyFacts> keys,
    @Nullable KeyIdentity identity,
    List<Warning> warnings) {

  public KeyDirectoryFacts {
    reasons = List.copyOf(reasons);
    files = List.copyOf(files);
    keys = List.copyOf(keys);
    warnings = List.copyOf(warnings);
    if ((soundness == Soundness.SOUND) != (identity != null)) {
      throw new IllegalArgumentException(
          "key directory facts: " + soundness + " (expected: an identity if and only if sound)");
    }
  }

  /** The key file, if it could be read. */
  public Optional<FileFacts> secring() {
    return file(profile.keyFile());
  }

  public Optional<FileFacts> file(String name) {
    return files.stream().filter(f -> f.name().equals(name)).findFirst();
  }
}
