package dev.keyparity.agent.store;

import dev.keyparity.keyring.Digest;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a profile with their bytes: private keys in clear. It names every file of the
 * profile, those that are not there as absent, so that a set is put in place whole.
 *
 * <p>It does not print its content, and {@link #close} overwrites it. Not thread-safe.
 */
public final class KeyFileSet implements AutoCloseable {
  private final SortedMap<String, byte[]> present = new TreeMap<>();
  private final SortedMap<String, FileDigest> digests = new TreeMap<>();

  private KeyFileSet() {}

  /**
   * @param files bytes by name; copied
   * @param absent names of files that are not there
   */
  public static KeyFileSet of(Map<String, byte[]> files, Set<String> absent) {
    KeyFileSet set = new KeyFileSet();
    files.forEach(
        (name, bytes) -> {
          set.present.put(name, bytes.clone());
          set.digests.put(name, FileDigest.of(bytes));
        });
    for (String name : absent) {
      if (set.digests.put(name, FileDigest.ABSENT) != null) {
        throw new IllegalArgumentException(
            "key files: " + name + " both present and absent (expected: one of them)");
      }
    }
    return set;
  }

  /** What each file is; nothing secret but a confirmation for whoever holds a copy. */
  public SortedMap<String, FileDigest> digests() {
    return Collections.unmodifiableSortedMap(digests);
  }

  public FileDigest digest(String name) {
    return digests.getOrDefault(name, FileDigest.ABSENT);
  }

  /**
   * The bytes themselves, not a copy: every use of a private key in clear is a use of this method.
   *
   * @throws IllegalArgumentException if the file is absent
   */
  public byte[] secretBytes(String name) {
    byte[] bytes = present.get(name);
    if (bytes == null) {
      throw new IllegalArgumentException("key files: " + name + " (expected: a present file)");
    }
    return bytes;
  }

  /**
   * Whether a file is not there, or is nothing but a beginning of the same file of another set: so
   * that nothing of it is lost when that one takes its place.
   */
  public boolean isBeginningOf(KeyFileSet whole, String name) {
    byte[] mine = present.get(name);
    byte[] others = whole.present.get(name);
    return mine == null
        || (others != null
            && mine.length < others.length
            && Arrays.equals(mine, 0, mine.length, others, 0, mine.length));
  }

  /** Whether the bytes are still those that the digests name: false after {@link #close}. */
  boolean isIntact() {
    return present.entrySet().stream()
        .allMatch(e -> FileDigest.of(Digest.of(e.getValue())).equals(digests.get(e.getKey())));
  }

  /** Overwrites the bytes. */
  @Override
  public void close() {
    present.values().forEach(bytes -> Arrays.fill(bytes, (byte) 0));
  }

  @Override
  public String toString() {
    return "KeyFileSet" + digests.keySet() + " (content not shown)";
  }
}
