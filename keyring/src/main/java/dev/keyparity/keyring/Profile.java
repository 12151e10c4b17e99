package dev.keyparity.keyring;

import java.util.List;
import java.util.Set;

/**
 * What the key directory of one kind of KMS holds, as data.
 *
 * @param keyFile the file that holds the private key; always one of {@code files}
 * @param files all files that belong together and are kept the same on every host
 * @param fileMode four octal digits: the most that a file may allow
 * @param directoryMode the same for the directory
 * @param leftovers names whose presence shows that GnuPG 2.1 or newer migrated the directory
 * @param exclusions regular expressions of names that are never copied between hosts: caches,
 *     locks, sockets
 * @param keyDirectory where the vendor puts it
 */
public record Profile(
    String name,
    String keyFile,
    List<String> files,
    String owner,
    String group,
    String fileMode,
    String directoryMode,
    Set<String> leftovers,
    List<String> exclusions,
    String keyDirectory) {

  public Profile {
    files = List.copyOf(files);
    leftovers = Set.copyOf(leftovers);
    exclusions = List.copyOf(exclusions);
    if (!files.contains(keyFile)) {
      throw new IllegalArgumentException(
          "profile " + name + ": key file " + keyFile + " (expected: one of " + files + ")");
    }
  }

  private static final Profile KEYTRUSTEE_KMS = keyTrustee("keytrustee-kms");

  // The CDP role keeps the same client code, directory, files and account as the CDH one.
  private static final Profile RANGER_KMS_KTS = keyTrustee("ranger-kms-kts");

  /** The profiles there are. */
  public static List<Profile> all() {
    return List.of(KEYTRUSTEE_KMS, RANGER_KMS_KTS);
  }

  /**
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Profile named(String name) {
    return all().stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "profile: " + name + " (expected: keytrustee-kms or ranger-kms-kts)"));
  }

  /** The same, where the KMS runs under another account. */
  public Profile ownedBy(String newOwner, String newGroup) {
    return new Profile(
        name,
        keyFile,
        files,
        newOwner,
        newGroup,
        fileMode,
        directoryMode,
        leftovers,
        exclusions,
        keyDirectory);
  }

  /** The same, reduced to one file of any name that stands for the key file. */
  Profile ofLoneFile(String fileName) {
    return new Profile(
        name,
        fileName,
        List.of(fileName),
        owner,
        group,
        fileMode,
        directoryMode,
        leftovers,
        exclusions,
        keyDirectory);
  }

  /** Whether a file of this name stays where it is, even if the directory is copied whole. */
  public boolean isExcluded(String fileName) {
    return exclusions.stream().anyMatch(fileName::matches);
  }

  private static Profile keyTrustee(String name) {
    return new Profile(
        name,
        "secring.gpg",
        List.of("keytrustee.conf", "pubring.gpg", "secring.gpg"),
        "kms",
        "kms",
        "0600",
        "0700",
        Set.of("private-keys-v1.d", ".gpg-v21-migrated", "pubring.kbx"),
        List.of("random_seed", "S\\..*", ".*\\.lock", "\\.#lk.*", ".*~", "\\.ssl"),
        "/var/lib/kms-keytrustee/keytrustee/.keytrustee");
  }
}
