package dev.keyparity.agent.store;

import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.disk.DiskFaults;
import dev.keyparity.agent.disk.HeldDirectory;
import dev.keyparity.agent.store.ReplacementOutcome.Refused;
import dev.keyparity.agent.store.ReplacementOutcome.Replaced;
import dev.keyparity.agent.store.ReplacementOutcome.Undone;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One replacement of the key files, after the gate let it pass. The numbered algorithm is in the
 * package's description. Single use.
 */
final class Replacement {
  private final Disk disk;
  private final KeyDirectoryPlace place;
  private final MarkerFile markers;
  private final VerifiedBackups backups;
  private final Clock clock;

  Replacement(
      Disk disk,
      KeyDirectoryPlace place,
      MarkerFile markers,
      VerifiedBackups backups,
      Clock clock) {
    this.disk = disk;
    this.place = place;
    this.markers = markers;
    this.backups = backups;
    this.clock = clock;
  }

  /**
   * @param keys the held key directory
   * @param before what the gate decided on
   * @param stopped asked once more when the marker is in place, and again just before the key file
   *     changes; empty: the key identity stays
   */
  ReplacementOutcome run(
      HeldDirectory keys,
      KeyDirectoryReading before,
      KeyFileSet next,
      ReplacementTicket ticket,
      Optional<StoppedProof> stopped) {
    InstallMarker marker = marker(before, next, ticket);
    try {
      prepare(keys, next);
      markers.write(marker);
    } catch (IOException | RuntimeException e) {
      return notBegun(keys, e);
    }
    try {
      Optional<Refused> refused = lastLook(keys, before, stopped);
      if (refused.isPresent()) {
        withdraw(keys, marker);
        return refused.get();
      }
      keep(keys, marker);
      putInForce(keys, marker, stopped);
      return verified(keys, marker);
    } catch (IOException | RuntimeException e) {
      return settled(keys, marker, e);
    }
  }

  private InstallMarker marker(
      KeyDirectoryReading before, KeyFileSet next, ReplacementTicket ticket) {
    SortedMap<String, InstallMarker.Change> files = new TreeMap<>();
    for (String name : place.profile().files()) {
      FileDigest old = before.digest(name).orElseThrow();
      files.put(name, new InstallMarker.Change(old, next.digest(name)));
    }
    return new InstallMarker(
        place.service(),
        ticket.requestId(),
        ticket.run(),
        ticket.backup(),
        place.profile().keyFile(),
        clock.instant(),
        files);
  }

  private void prepare(HeldDirectory keys, KeyFileSet next) throws IOException {
    Staging.sweep(keys, null);
    try (Staging staging = Staging.create(keys)) {
      for (String name : place.profile().files()) {
        if (!next.digest(name).isAbsent()) {
          staging.prepare(name, next.secretBytes(name), place.ownership());
        }
      }
    }
    // Else a crash could leave second names in a directory that has none itself.
    keys.sync();
  }

  private Optional<Refused> lastLook(
      HeldDirectory keys, KeyDirectoryReading before, Optional<StoppedProof> stopped) {
    KeyDirectoryReading now = KeyDirectoryLook.read(keys, place.profile(), clock.instant());
    Optional<Refused> changed = ReplacementGate.unchanged(before, now);
    return changed.isPresent()
        ? changed
        : ReplacementGate.stopped(stopped.flatMap(StoppedProof::refutation));
  }

  /** Forces the new files' names, too: from here on a crash may find some of them in force. */
  private static void keep(HeldDirectory keys, InstallMarker marker) throws IOException {
    try (Staging staging = staging(keys)) {
      for (String name : marker.files().keySet()) {
        if (!marker.change(name).before().isAbsent()) {
          staging.keep(name);
        }
      }
      staging.sync();
    }
  }

  private void putInForce(HeldDirectory keys, InstallMarker marker, Optional<StoppedProof> stopped)
      throws IOException {
    try (Staging staging = staging(keys)) {
      for (String name : marker.otherFiles()) {
        putInForce(keys, staging, name, marker.change(name));
      }
      keys.sync();
      requireStopped(stopped);
      String keyFile = marker.keyFile();
      putInForce(keys, staging, keyFile, marker.change(keyFile));
      // Forced by the sweep, which comes before the marker goes.
    }
  }

  /**
   * Where no start gate keeps it down, somebody may have started it while the disk took its time.
   */
  private static void requireStopped(Optional<StoppedProof> stopped) {
    ReplacementGate.stopped(stopped.flatMap(StoppedProof::refutation))
        .ifPresent(
            refused -> {
              throw new KeyparityException(refused.code(), refused.why(), refused.whatToDo());
            });
  }

  private static void putInForce(
      HeldDirectory keys, Staging staging, String name, InstallMarker.Change change)
      throws IOException {
    // At the last moment, because what takes its name after this is lost by our rename.
    staging.requireSecondName(name, !change.before().isAbsent());
    if (!change.after().isAbsent()) {
      staging.putInForce(name);
    } else if (!change.before().isAbsent()) {
      keys.deleteFile(name);
    }
  }

  private ReplacementOutcome verified(HeldDirectory keys, InstallMarker marker) throws IOException {
    if (somebodyWroteMeanwhile(keys, marker)) {
      putBack(keys, marker);
      return settled(
          keys, marker, new IOException("the key file was written to while it was replaced"));
    }
    if (!isStillThere(keys)) {
      throw new IOException(place.directory() + ": another directory took its place");
    }
    requireInForce(keys, marker);
    List<String> notes = new ArrayList<>();
    Staging.sweep(keys, marker)
        .ifPresent(kept -> notes.add("files whose bytes are in no backup were kept in " + kept));
    markers.delete();
    return new Replaced(
        KeyDirectoryLook.read(keys, place.profile(), clock.instant()),
        marker.change(marker.keyFile()).before(),
        marker.backup(),
        notes);
  }

  /** The replaced key file, under its second name, is no longer what was backed up. */
  private static boolean somebodyWroteMeanwhile(HeldDirectory keys, InstallMarker marker)
      throws IOException {
    FileDigest before = marker.change(marker.keyFile()).before();
    if (before.isAbsent()) {
      return false;
    }
    try (Staging staging = staging(keys)) {
      return !staging.replacedIs(marker.keyFile(), before);
    }
  }

  private static void putBack(HeldDirectory keys, InstallMarker marker) throws IOException {
    try (Staging staging = staging(keys)) {
      staging.putBack(marker.keyFile());
      for (String name : marker.otherFiles()) {
        if (!marker.change(name).before().isAbsent()) {
          staging.putBack(name);
        } else if (!marker.change(name).after().isAbsent()) {
          keys.deleteFile(name);
        }
      }
    }
    keys.sync();
  }

  private void requireInForce(HeldDirectory keys, InstallMarker marker) throws IOException {
    KeyDirectoryReading now = KeyDirectoryLook.read(keys, place.profile(), clock.instant());
    for (String name : marker.files().keySet()) {
      if (!now.digest(name).equals(Optional.of(marker.change(name).after()))) {
        throw new IOException(name + ": read back differently than put in place");
      }
    }
  }

  private static Staging staging(HeldDirectory keys) throws IOException {
    return Staging.find(keys)
        .orElseThrow(() -> new IOException("the staging directory was taken away"));
  }

  // Failures. Up to the marker nothing is in force; after it the key file decides.

  private ReplacementOutcome notBegun(HeldDirectory keys, Exception e) {
    KeyparityException fault = fault("prepare", e);
    try {
      markers.delete();
    } catch (IOException again) {
      throw interrupted(fault, again);
    }
    List<String> notes = new ArrayList<>();
    try {
      Staging.sweep(keys, null);
    } catch (IOException again) {
      notes.add("preparations are still in " + Staging.NAME + ": " + again.getMessage());
    }
    return new Undone(fault.code(), fault.operatorMessage(), notes);
  }

  private void withdraw(HeldDirectory keys, InstallMarker marker) throws IOException {
    Staging.sweep(keys, marker);
    markers.delete();
  }

  private ReplacementOutcome settled(HeldDirectory keys, InstallMarker marker, Exception e) {
    KeyparityException fault = fault("replace key files in", e);
    Recovery recovery = new Recovery(place, keys, backups, clock);
    try {
      Recovery.Standing standing = recovery.settle(marker);
      markers.delete();
      if (standing == Recovery.Standing.FINISH && isStillThere(keys)) {
        KeyDirectoryReading now = KeyDirectoryLook.read(keys, place.profile(), clock.instant());
        FileDigest replaced = marker.change(marker.keyFile()).before();
        return new Replaced(now, replaced, marker.backup(), recovery.notes());
      }
      return new Undone(fault.code(), fault.operatorMessage(), recovery.notes());
    } catch (IOException | RuntimeException again) {
      throw interrupted(fault, again);
    }
  }

  /** Whether the path still leads to the directory that is held. */
  private boolean isStillThere(HeldDirectory keys) throws IOException {
    try (HeldDirectory again = disk.open(place.directory())) {
      return again.attributes().node().equals(keys.attributes().node());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private KeyparityException fault(String doing, Exception e) {
    if (e instanceof KeyparityException known) {
      return known;
    }
    return e instanceof IOException io
        ? DiskFaults.writing(io, doing, place.directory())
        : new KeyparityException(
            ErrorCode.INTERNAL, doing + " " + place.directory() + ": " + e, "", e);
  }

  private KeyparityException interrupted(KeyparityException fault, Exception again) {
    fault.addSuppressed(again);
    return new KeyparityException(
        ErrorCode.INSTALL_INTERRUPTED,
        "key directory " + place.directory() + ": " + fault.operatorMessage(),
        "mend the disk and restart the agent: it finishes or undoes what it began",
        fault);
  }
}
