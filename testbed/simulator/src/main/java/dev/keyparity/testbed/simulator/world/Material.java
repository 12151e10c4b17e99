package dev.keyparity.testbed.simulator.world;

import dev.keyparity.daemon.warrant.OperatorKey;
import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.RingReader;
import dev.keyparity.keyring.container.BackupKey;
import dev.keyparity.testbed.lab.ring.GpgRing;
import dev.keyparity.testbed.simulator.history.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Keys, made once for all runs of this virtual machine: making them takes longer than a run. They
 * differ from process to process, so nothing that is decided or logged may depend on them.
 */
final class Material {
  /** When every simulated world begins. */
  static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

  private static final int BITS = 1024;

  /** The weakest that backups are encrypted to: to open one is most of what a backup costs. */
  private static final int BACKUP_BITS = 2048;

  final BackupKey recovery;
  final BackupKey hostKey;
  final OperatorKey alice = OperatorKey.generate();
  final List<Ring> rings = new ArrayList<>();
  final Needles needles = new Needles();

  /** One key, by the name that logs know it by. */
  record Ring(String name, String primary, String identity, Map<String, byte[]> files) {
    byte[] file(String file) {
      return Objects.requireNonNull(files.get(file), file);
    }
  }

  Material() {
    RememberedSignatures.install();
    try {
      Path folder = Files.createTempDirectory("keyparity-simulator");
      recovery = backupKey(folder.resolve("recovery"), "recovery");
      hostKey = backupKey(folder.resolve("host"), "host");
      for (String name : List.of("A", "B", "C")) {
        Ring ring = ring(folder.resolve(name), name);
        rings.add(ring);
        needles.add(ring.file(GpgRing.SECRET_RING), ring.file(GpgRing.PUBLIC_RING));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (KeyringException e) {
      throw new IllegalStateException("gpg made a key that backups cannot use", e);
    }
  }

  private static BackupKey backupKey(Path directory, String name)
      throws IOException, KeyringException {
    var unused = GpgRing.make(directory, name, BACKUP_BITS);
    return BackupKey.parse(Files.readAllBytes(directory.resolve(GpgRing.SECRET_RING)));
  }

  private static Ring ring(Path directory, String name) throws IOException {
    String primary =
        GpgRing.make(directory, "keytrustee (client) " + name, BITS).get(0).fingerprint();
    Map<String, byte[]> files = new TreeMap<>();
    for (String file : List.of(GpgRing.SECRET_RING, GpgRing.PUBLIC_RING)) {
      files.put(file, Files.readAllBytes(directory.resolve(file)));
    }
    files.put("keytrustee.conf", new byte[] {'{', '}'});
    byte[] secring = Files.readAllBytes(directory.resolve(GpgRing.SECRET_RING));
    var identity = RingReader.read(secring).identity();
    if (identity == null) {
      throw new IllegalStateException("gpg made a ring that is not sound");
    }
    return new Ring(name, primary, identity.digest().hex(), files);
  }

  /** The name of a key file's content. */
  String nameOf(byte[] content) {
    for (Ring ring : rings) {
      if (Arrays.equals(ring.files().get(GpgRing.SECRET_RING), content)) {
        return ring.name();
      }
    }
    return "unknown";
  }

  /** The name of a key by its identity. */
  String nameOfIdentity(String identity) {
    return rings.stream()
        .filter(ring -> ring.identity().equals(identity))
        .map(Ring::name)
        .findFirst()
        .orElse("unknown");
  }

  /** The name of a key file by its SHA-256. */
  String nameOfDigest(String sha256) {
    return rings.stream()
        .filter(ring -> Digest.of(ring.file(GpgRing.SECRET_RING)).hex().equals(sha256))
        .map(Ring::name)
        .findFirst()
        .orElse(sha256.equals(Event.ABSENT) ? Event.ABSENT : "unknown");
  }

  Ring ring(String name) {
    return rings.stream().filter(ring -> ring.name().equals(name)).findFirst().orElseThrow();
  }
}
