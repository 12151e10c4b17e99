package dev.keyparity.agent.store;

import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.FileFacts;
import dev.keyparity.keyring.KeyDirectoryFacts;
import dev.keyparity.keyring.KeyIdentity;
import dev.keyparity.keyring.Profile;
import dev.keyparity.keyring.Soundness;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What one look at a key directory found. Immutable; no secret byte.
 *
 * @param unreadable names of the profile's files that are there and could not be read
 * @param stamp what the file system said of directory and files just before they were read
 * @param at when the look began
 */
public record KeyDirectoryReading(
    KeyDirectoryFacts facts, Set<String> unreadable, KeyDirectoryStamp stamp, Instant at) {
  private static final String UNREADABLE = "unreadable";

  public KeyDirectoryReading {
    unreadable = Set.copyOf(unreadable);
  }

  public Profile profile() {
    return facts.profile();
  }

  /** The key file; empty if it is there but cannot be read, or the directory cannot. */
  public Optional<FileDigest> keyFile() {
    return digest(profile().keyFile());
  }

  /** A file of the profile; empty if it is there but cannot be read. */
  public Optional<FileDigest> digest(String name) {
    Optional<FileFacts> file = facts.file(name);
    if (file.isPresent()) {
      return file.map(f -> FileDigest.of(f.sha256()));
    }
    return unreadable.contains(name) ? Optional.empty() : Optional.of(FileDigest.ABSENT);
  }

  public Optional<KeyIdentity> identity() {
    return Optional.ofNullable(facts.identity());
  }

  public boolean isSound() {
    return facts.soundness() == Soundness.SOUND;
  }

  /**
   * SHA-256 over one line per file of the profile, in its order: {@code NAME DIGEST\n} in UTF-8,
   * where the digest may be {@code absent} or {@code unreadable}.
   */
  public Digest directoryDigest() {
    StringBuilder lines = new StringBuilder();
    for (String name : profile().files()) {
      String digest = digest(name).map(FileDigest::toString).orElse(UNREADABLE);
      lines.append(name).append(' ').append(digest).append('\n');
    }
    return Digest.of(lines.toString().getBytes(StandardCharsets.UTF_8));
  }
}
