package dev.keyparity.agent.store;

import dev.keyparity.agent.disk.Attributes;
import dev.keyparity.agent.store.ReplacementOutcome.Refused;
import dev.keyparity.agent.store.VerifiedBackups.VerifiedBackup;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.keyring.Fingerprint;
import dev.keyparity.keyring.KeyIdentity;
import dev.keyparity.keyring.KeysAtStake;
import dev.keyparity.keyring.RingFacts;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether key files may be replaced, from what was read. Pure; each check is a method and
 * has a test that fails without it.
 */
final class ReplacementGate {
  private ReplacementGate() {}

  /** The key file is the one that the ticket expects; every file could be read, by one name. */
  static Optional<Refused> expected(KeyDirectoryReading present, FileDigest replaces) {
    for (String name : present.profile().files()) {
      if (present.digest(name).isEmpty()) {
        return refused(
            ErrorCode.UNREADABLE,
            name + ": " + String.join("; ", present.facts().reasons()),
            "look at what is there and move it away by hand; nothing that cannot be read can be"
                + " backed up");
      }
      Attributes attributes = present.stamp().files().get(name);
      if (attributes != null && attributes.links() > 1) {
        return refused(
            ErrorCode.UNREADABLE,
            "%s: a hard link, one of %d names (expected: one name)"
                .formatted(name, attributes.links()),
            "find the other names: find / -xdev -inum " + attributes.node().inode());
      }
    }
    FileDigest found = present.keyFile().orElse(FileDigest.ABSENT);
    return found.equals(replaces)
        ? Optional.empty()
        : refused(
            ErrorCode.DIGEST_MISMATCH,
            "key file: %s (expected: %s)".formatted(found.abbreviated(), replaces.abbreviated()),
            "");
  }

  /** The new set is whole and the one that the ticket names. */
  static Optional<Refused> approved(
      KeyDirectoryReading present,
      KeyFileSet next,
      @Nullable RingFacts ring,
      InstallTicket ticket) {
    String keyFile = present.profile().keyFile();
    if (!next.digests().keySet().equals(Set.copyOf(present.profile().files()))) {
      return refused(
          ErrorCode.DIGEST_MISMATCH,
          "new key files: %s (expected: %s)"
              .formatted(next.digests().keySet(), present.profile().files()),
          "");
    }
    if (!next.digest(keyFile).equals(FileDigest.of(ticket.installs()))) {
      return refused(
          ErrorCode.DIGEST_MISMATCH,
          "new key file: %s (expected: %s)"
              .formatted(
                  next.digest(keyFile).abbreviated(),
                  FileDigest.of(ticket.installs()).abbreviated()),
          "");
    }
    KeyIdentity identity = ring == null ? null : ring.identity();
    if (identity == null) {
      return refused(
          ErrorCode.DIGEST_MISMATCH,
          "new key file: "
              + (ring == null ? "absent" : String.join("; ", ring.reasons()))
              + " (expected: a sound one)",
          "");
    }
    return identity.digest().equals(ticket.identity())
        ? Optional.empty()
        : refused(
            ErrorCode.DIGEST_MISMATCH,
            "new key file: another key identity than the approved one",
            "");
  }

  /** Every present key that the new set lacks was named by an operator. */
  static Optional<Refused> givesWay(
      KeyDirectoryPlace place,
      KeyDirectoryReading present,
      @Nullable KeyIdentity next,
      Set<Fingerprint> named) {
    List<Fingerprint> kept = next == null ? List.of() : next.fingerprints();
    List<String> lost = KeysAtStake.of(present.facts().keys()).beyond(hex(named), hex(kept));
    return lost.isEmpty() ? Optional.empty() : unnamed(place, new Fingerprint(lost.get(0)), next);
  }

  private static Optional<Refused> unnamed(
      KeyDirectoryPlace place, Fingerprint key, @Nullable KeyIdentity next) {
    String kept = next == null ? "FPR" : next.primary().hex();
    return refused(
        ErrorCode.KEY_WOULD_BE_LOST,
        "key file: holds %s, which the new one lacks and nobody let give way"
            .formatted(key.abbreviated()),
        "name both: keyparity run resume %s --keep %s --give-way %s=%s"
            .formatted(place.service(), kept, place.host(), key.hex()));
  }

  private static Set<String> hex(Collection<Fingerprint> fingerprints) {
    return fingerprints.stream().map(Fingerprint::hex).collect(Collectors.toSet());
  }

  /** The backup holds exactly what is there. */
  static Optional<Refused> backedUp(
      KeyDirectoryPlace place, KeyDirectoryReading present, VerifiedBackup backup) {
    boolean ours = backup.service().equals(place.service()) && backup.host().equals(place.host());
    for (String name : present.profile().files()) {
      FileDigest found = present.digest(name).orElse(null);
      if (!ours || found == null || !found.equals(backup.keyFiles().get(name))) {
        return refused(
            ErrorCode.BACKUP_MISSING,
            "%s: its present bytes are not in backup %s".formatted(name, backup.id()),
            "keyparity backup create " + place.service());
      }
    }
    return Optional.empty();
  }

  /**
   * Whether another key would be served afterwards than before, as far as can be told: what cannot
   * be told counts as a change. The same bytes are never one.
   */
  static boolean changesIdentity(
      KeyDirectoryReading present, FileDigest nextKeyFile, @Nullable KeyIdentity next) {
    if (present.keyFile().equals(Optional.of(nextKeyFile))) {
      return false;
    }
    KeyIdentity now = present.facts().identity();
    return now == null || next == null || !Objects.equals(now, next);
  }

  /** Nothing of it may be lost without another host holding a copy. */
  static boolean needsCopy(KeyDirectoryReading present, boolean changesIdentity) {
    return changesIdentity && !present.keyFile().equals(Optional.of(FileDigest.ABSENT));
  }

  static Optional<Refused> copied(VerifiedBackup backup, Optional<String> problem) {
    return problem.flatMap(
        why ->
            refused(
                ErrorCode.COPY_RECEIPT_INVALID,
                "copy receipt for backup %s: %s".formatted(backup.id(), why),
                ""));
  }

  static Optional<Refused> stopped(Optional<String> refutation) {
    return refutation.flatMap(
        why -> refused(ErrorCode.KMS_RUNNING, "KMS: " + why + " (expected: stopped)", ""));
  }

  /** Nothing changed since the gate read it. */
  static Optional<Refused> unchanged(KeyDirectoryReading before, KeyDirectoryReading now) {
    Map<String, ?> then = before.stamp().files();
    return before.directoryDigest().equals(now.directoryDigest())
            && then.equals(now.stamp().files())
        ? Optional.empty()
        : refused(
            ErrorCode.FILE_CHANGING,
            "key directory: changed while its files were being replaced",
            "find out who writes there");
  }

  private static Optional<Refused> refused(ErrorCode code, String why, String whatToDo) {
    return Optional.of(new Refused(code, why, whatToDo));
  }
}
