package dev.keyparity.agent.store;

import dev.keyparity.agent.disk.HeldDirectory;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends a replacement that was interrupted: what the key file is decides whether the rest is
 * finished or undone. The key file itself is never touched. Repeating it after another crash is
 * harmless.
 */
final class Recovery {

  /** Where the key file says that things stand. */
  enum Standing {
    /** The new one is in force: the others follow it. */
    FINISH,
    /** The old one is in force: the others go back. */
    UNDO,
    /** Another one is: nothing is touched. */
    FOREIGN
  }

  private final KeyDirectoryPlace place;
  private final HeldDirectory keys;
  private final VerifiedBackups backups;
  private final Clock clock;
  private final List<String> notes = new ArrayList<>();

  Recovery(KeyDirectoryPlace place, HeldDirectory keys, VerifiedBackups backups, Clock clock) {
    this.place = place;
    this.keys = keys;
    this.backups = backups;
    this.clock = clock;
  }

  /** What happened that an operator should know. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Brings the other files in line; the marker is left for the caller to remove. */
  Standing settle(InstallMarker marker) throws IOException {
    FileDigest keyFile = present(marker.keyFile());
    Standing standing = standing(marker.change(marker.keyFile()), keyFile);
    if (standing == Standing.FOREIGN) {
      notes.add(
          "%s: %s, written by somebody else meanwhile; left alone"
              .formatted(marker.keyFile(), keyFile.abbreviated()));
    } else {
      Optional<Staging> found = Staging.find(keys);
      try (Staging staging = found.orElse(null)) {
        for (String name : marker.otherFiles()) {
          settle(name, marker, standing, staging);
        }
      }
      keys.sync();
    }
    Staging.sweep(keys, marker)
        .ifPresent(kept -> notes.add("files whose bytes are in no backup were kept in " + kept));
    return standing;
  }

  private static Standing standing(InstallMarker.Change keyFile, FileDigest present) {
    // First, because a set whose key file stays the same can always be finished.
    if (present.equals(keyFile.after())) {
      return Standing.FINISH;
    }
    return present.equals(keyFile.before()) ? Standing.UNDO : Standing.FOREIGN;
  }

  private void settle(
      String name, InstallMarker marker, Standing standing, @Nullable Staging staging)
      throws IOException {
    InstallMarker.Change change = marker.change(name);
    boolean finish = standing == Standing.FINISH;
    FileDigest wanted = finish ? change.after() : change.before();
    FileDigest found = present(name);
    if (found.equals(wanted)) {
      return;
    }
    if (!found.equals(change.before()) && !found.equals(change.after())) {
      notes.add(name + ": was written by somebody else meanwhile and left alone");
    } else if (wanted.isAbsent()) {
      keys.deleteFile(name);
    } else if (finish) {
      finish(name, wanted, staging);
    } else {
      undo(name, wanted, marker, staging);
    }
  }

  private static void finish(String name, FileDigest wanted, @Nullable Staging staging)
      throws IOException {
    if (staging == null || !staging.nextIs(name, wanted)) {
      throw new IOException(name + ": the new file is no longer in the staging directory");
    }
    staging.putInForce(name);
  }

  private void undo(String name, FileDigest wanted, InstallMarker marker, @Nullable Staging staging)
      throws IOException {
    if (staging != null && staging.replacedIs(name, wanted)) {
      staging.putBack(name);
      return;
    }
    try (KeyFileSet backup = backups.keyFiles(marker.backup())) {
      if (!backup.digest(name).equals(wanted)) {
        throw new IOException(name + ": the old file is not in backup " + marker.backup());
      }
      putInForce(name, backup.secretBytes(name), staging);
      notes.add(name + ": put back from backup " + marker.backup());
    }
  }

  private void putInForce(String name, byte[] bytes, @Nullable Staging staging) throws IOException {
    if (staging != null) {
      staging.prepareAgain(name, bytes, place.ownership());
      staging.putInForce(name);
      return;
    }
    Staging.sweep(keys, null);
    try (Staging fresh = Staging.create(keys)) {
      fresh.prepare(name, bytes, place.ownership());
      fresh.putInForce(name);
    }
  }

  private FileDigest present(String name) throws IOException {
    return KeyDirectoryLook.read(keys, place.profile(), clock.instant())
        .digest(name)
        .orElseThrow(() -> new IOException(name + ": cannot be read"));
  }
}
