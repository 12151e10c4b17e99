package dev.keyparity.coordinator.evidence;

import dev.keyparity.coordinator.kms.KeyVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Sets of key versions as short text: {@code customer_pii@3 orders@0..5}, sorted. Hadoop key names
 * hold no white space; one that does is refused.
 */
public final class VersionRanges {
  private VersionRanges() {}

  public static String format(Collection<KeyVersion> versions) {
    List<String> parts = new ArrayList<>();
    KeyVersion first = null;
    KeyVersion last = null;
    for (KeyVersion version : new TreeSet<>(versions)) {
      requireName(version);
      if (first != null && last != null && follows(last, version)) {
        last = version;
        continue;
      }
      if (first != null && last != null) {
        parts.add(range(first, last));
      }
      first = version;
      last = version;
    }
    if (first != null && last != null) {
      parts.add(range(first, last));
    }
    return String.join(" ", parts);
  }

  /**
   * @throws IllegalArgumentException if it is not what {@link #format} gives
   */
  public static SortedSet<KeyVersion> parse(String text) {
    TreeSet<KeyVersion> versions = new TreeSet<>();
    if (!text.isEmpty()) {
      for (String part : text.split(" ", -1)) {
        addRange(part, versions);
      }
    }
    return Collections.unmodifiableSortedSet(versions);
  }

  private static void addRange(String part, Set<KeyVersion> versions) {
    int dots = part.lastIndexOf("..");
    if (dots < 0) {
      versions.add(KeyVersion.parse(part));
      return;
    }
    KeyVersion from = KeyVersion.parse(part.substring(0, dots));
    KeyVersion to = KeyVersion.parse(from.key() + "@" + part.substring(dots + 2));
    for (int version = from.version(); version <= to.version(); version++) {
      versions.add(new KeyVersion(from.key(), version));
    }
  }

  private static boolean follows(KeyVersion before, KeyVersion after) {
    return before.key().equals(after.key()) && before.version() + 1 == after.version();
  }

  private static String range(KeyVersion first, KeyVersion last) {
    return first.equals(last) ? first.toString() : first + ".." + last.version();
  }

  private static void requireName(KeyVersion version) {
    if (version.key().chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(
          "key name: '%s' (expected: no white space)".formatted(version.key()));
    }
  }
}
