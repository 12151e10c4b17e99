package dev.keyparity.keyring.container;

import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.StrictJson;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a container holds and how to know that it is whole: format {@code keyparity.container/1}. It
 * stands in clear beside the ciphertext, so it names files and digests but holds no secret; since a
 * digest confirms a stolen ring, it is kept as closely as the container.
 *
 * @param entries in the archive's order
 * @param skipped what was seen and is not in the archive
 * @param recipients every key that must be able to open it
 * @param keyIdentity the canonical identity of the ring inside; null if there is none or it is
 *     unsound
 * @param secring the key file inside; null if there is none
 */
public record ContainerManifest(
    String id,
    String service,
    String host,
    Instant createdAt,
    Ciphertext ciphertext,
    List<RecipientKey> recipients,
    @Nullable Identity keyIdentity,
    @Nullable Secring secring,
    List<Entry> entries,
    List<Skipped> skipped) {
  /** The name and number of this format. */
  public static final String FORMAT = "keyparity.container/1";

  /** The folder in the archive that holds the key directory's files. */
  public static final String KEY_DIRECTORY = "key-directory";

  /** The folder in the archive that holds the KMS's configuration directory. */
  public static final String CONFIG_DIRECTORY = "config-directory";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@+-]{0,252}");

  /** The whole encrypted file. */
  public record Ciphertext(Digest sha256, long bytes) {}

  /**
   * One recipient.
   *
   * @param fingerprint of its primary key
   * @param encryptionKey of the key or subkey that the session key is encrypted to
   */
  public record RecipientKey(Fingerprint fingerprint, Fingerprint encryptionKey) {}

  /** Which keys the ring inside holds. */
  public record Identity(Digest digest, List<Fingerprint> primaries, List<Fingerprint> keys) {
    public Identity {
      primaries = List.copyOf(primaries);
      keys = List.copyOf(keys);
    }
  }

  /** The key file inside. */
  public record Secring(String path, Digest sha256, long bytes) {}

  /** What an entry is. */
  public enum Type {
    FILE,
    DIRECTORY,
    SYMLINK;

    @com.fasterxml.jackson.annotation.JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One entry of the archive.
   *
   * @param bytes its size; 0 unless a file
   * @param sha256 of its content; null unless a file
   * @param mode four octal digits
   * @param target of a symbolic link, never followed; null otherwise
   */
  public record Entry(
      String path,
      Type type,
      long bytes,
      @Nullable Digest sha256,
      String mode,
      String owner,
      String group,
      @Nullable String target) {
    public Entry {
      checkPath(path);
      if ((type == Type.FILE) != (sha256 != null) || (type == Type.SYMLINK) != (target != null)) {
        throw new IllegalArgumentException(
            "entry " + path + ": the fields do not fit a " + type.word());
      }
      if (bytes < 0 || (type != Type.FILE && bytes != 0)) {
        throw new IllegalArgumentException("entry " + path + ": bytes: " + bytes);
      }
      if (!mode.matches("0[0-7]{3}")) {
        throw new IllegalArgumentException(
            "entry " + path + ": mode: " + mode + " (expected: four octal digits)");
      }
    }
  }

  /** Something that was seen and not archived, and why. */
  public record Skipped(String path, String reason) {}

  public ContainerManifest {
    for (String name : List.of(id, service, host)) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "name: " + name + " (expected: letters, digits and ._:@+-)");
      }
    }
    recipients = List.copyOf(recipients);
    entries = List.copyOf(entries);
    skipped = List.copyOf(skipped);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("recipients: none (expected: at least one)");
    }
    Set<String> paths = new HashSet<>();
    for (Entry entry : entries) {
      if (!paths.add(entry.path())) {
        throw new IllegalArgumentException("entry " + entry.path() + ": stands twice");
      }
    }
    if (keyIdentity != null && secring == null) {
      throw new IllegalArgumentException("key_identity: without secring (expected: both)");
    }
    Secring named = secring;
    if (named != null && entries.stream().noneMatch(e -> isSame(e, named))) {
      throw new IllegalArgumentException("secring: " + named.path() + " (expected: an entry)");
    }
  }

  public Optional<Entry> entry(String path) {
    return entries.stream().filter(e -> e.path().equals(path)).findFirst();
  }

  /** As it is stored: indented JSON. The same manifest always gives the same bytes. */
  public byte[] toJson() {
    return StrictJson.pretty(FORMAT, this);
  }

  /**
   * @throws KeyringException if it is not this format, to the letter
   */
  public static ContainerManifest parse(byte[] json) throws KeyringException {
    return StrictJson.read(json, FORMAT, ContainerManifest.class);
  }

  private static boolean isSame(Entry entry, Secring secring) {
    return entry.path().equals(secring.path())
        && secring.sha256().equals(entry.sha256())
        && entry.bytes() == secring.bytes();
  }

  /** Relative, without empty, {@code .} or {@code ..} parts: unpacking stays below its folder. */
  static void checkPath(String path) {
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf(0) >= 0) {
        throw new IllegalArgumentException(
            "entry path: " + path + " (expected: relative, without empty, . and .. parts)");
      }
    }
  }
}
