package dev.keyparity.agent.backup;

import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.disk.DiskFaults;
import dev.keyparity.agent.disk.DurableFiles;
import dev.keyparity.agent.disk.HeldDirectory;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.agent.disk.WritableFile;
import dev.keyparity.agent.store.CopyReceipt;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.container.ContainerManifest;
import dev.keyparity.keyring.container.ContainerReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Copies of other hosts' backups, which this host cannot open: {@code
 * copies/SERVICE/HOST/ID.tar.gpg} with the manifest beside it. A copy counts when its manifest is
 * there; it is never deleted or overwritten.
 *
 * <p>Thread-safe: one copy is received at a time.
 */
public final class CopyStore {
  private static final String CIPHERTEXT = ".tar.gpg";
  private static final String MANIFEST = ".manifest.json";
  private static final String PROVISIONAL = ".part";
  private static final int LARGEST_MANIFEST = 4 << 20;

  /** More than a backup of ours ever has. */
  private static final long LARGEST_COPY = 512L << 20;

  private final Disk disk;
  private final Path root;
  private final String host;
  private final Clock clock;

  /**
   * @param host this host's name: where the copies are stored
   */
  public CopyStore(Disk disk, Path stateDirectory, String host, Clock clock) {
    this.disk = disk;
    this.root = stateDirectory.resolve("copies");
    this.host = host;
    this.clock = clock;
  }

  /**
   * Stores a copy: written, forced, read back, its digest checked. The same copy again is fine.
   *
   * @param ciphertext the backup file; read to its end, not closed
   * @return what this host may sign: that it holds this copy
   * @throws KeyparityException {@code DIGEST_MISMATCH} if it is not the file that the manifest
   *     names; {@code CONFLICT} if another copy has its id; the faults of the disk
   */
  public synchronized CopyReceipt receive(ContainerManifest manifest, InputStream ciphertext) {
    Path directory = directory(manifest.service(), manifest.host());
    String name = manifest.id() + CIPHERTEXT;
    if (manifest.host().equals(host) || manifest.ciphertext().bytes() > LARGEST_COPY) {
      throw new KeyparityException(
          ErrorCode.USAGE,
          "copy of backup %s of %s, %d bytes (expected: another host's, at most %d bytes)"
              .formatted(
                  manifest.id(), manifest.host(), manifest.ciphertext().bytes(), LARGEST_COPY));
    }
    try (HeldDirectory copies = disk.openOrCreate(directory)) {
      Optional<byte[]> known =
          DurableFiles.read(copies, manifest.id() + MANIFEST, LARGEST_MANIFEST);
      if (known.isEmpty()) {
        store(copies, name, manifest, ciphertext);
        DurableFiles.write(copies, manifest.id() + MANIFEST, manifest.toJson(), Ownership.PRIVATE);
      } else if (!java.util.Arrays.equals(known.get(), manifest.toJson())) {
        throw new KeyparityException(
            ErrorCode.CONFLICT,
            "copy of backup %s of %s: another one is stored under this id"
                .formatted(manifest.id(), manifest.host()));
      } else {
        ciphertext.transferTo(OutputStream.nullOutputStream());
      }
      check(directory, name, manifest);
    } catch (IOException e) {
      throw DiskFaults.writing(e, "store a copy in", directory);
    } catch (KeyringException e) {
      throw mismatch(manifest, e);
    }
    return receipt(manifest);
  }

  private CopyReceipt receipt(ContainerManifest manifest) {
    return new CopyReceipt(
        manifest.service(),
        manifest.host(),
        manifest.id(),
        manifest.ciphertext().sha256(),
        manifest.ciphertext().bytes(),
        host,
        clock.instant());
  }

  private void store(
      HeldDirectory copies, String name, ContainerManifest manifest, InputStream ciphertext)
      throws IOException, KeyringException {
    String provisional = name + PROVISIONAL;
    DurableFiles.deleteIfPresent(copies, provisional);
    try (WritableFile file = copies.createFile(provisional, Ownership.PRIVATE)) {
      OutputStream out = new BufferedOutputStream(file.stream(), 1 << 16);
      long left = manifest.ciphertext().bytes();
      byte[] buffer = new byte[1 << 16];
      // One byte more than announced is enough to know that it is not the file.
      for (int n = ciphertext.read(buffer); n >= 0 && left >= 0; n = ciphertext.read(buffer)) {
        out.write(buffer, 0, n);
        left -= n;
      }
      out.flush();
      file.sync();
    }
    try {
      check(copies.path(), provisional, manifest);
    } catch (IOException | KeyringException e) {
      copies.deleteFile(provisional);
      throw e;
    }
    copies.move(provisional, copies, name);
    copies.sync();
  }

  private void check(Path directory, String name, ContainerManifest manifest)
      throws IOException, KeyringException {
    new ContainerReader(manifest, () -> DurableFiles.stream(disk, directory, name))
        .checkCiphertext();
  }

  /** Manifests of the copies of a service's backups that are stored here, newest first. */
  public List<ContainerManifest> list(String service) {
    List<ContainerManifest> all = new ArrayList<>();
    Path directory = directory(service, "x").getParent();
    try (HeldDirectory hosts = disk.open(directory == null ? root : directory)) {
      for (String name : hosts.names()) {
        try (HeldDirectory copies = hosts.openDirectory(name)) {
          all.addAll(list(copies));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw DiskFaults.reading(e, "list copies in", root);
    } catch (KeyringException e) {
      throw new KeyparityException(
          ErrorCode.STATE_CORRUPT, "copies of " + service + ": " + e.getMessage(), "", e);
    }
    all.sort(Comparator.comparing(ContainerManifest::createdAt).reversed());
    return List.copyOf(all);
  }

  private static List<ContainerManifest> list(HeldDirectory copies)
      throws IOException, KeyringException {
    List<ContainerManifest> manifests = new ArrayList<>();
    for (String name : copies.names()) {
      if (name.endsWith(MANIFEST)) {
        Optional<byte[]> bytes = DurableFiles.read(copies, name, LARGEST_MANIFEST);
        if (bytes.isPresent()) {
          manifests.add(ContainerManifest.parse(bytes.get()));
        }
      }
    }
    return manifests;
  }

  /**
   * A copy as it is, to be given back to its host. To be closed by the caller.
   *
   * @throws KeyparityException {@code NO_SUCH_BACKUP}
   */
  public InputStream open(String service, String ofHost, String backup) {
    ContainerManifest manifest =
        list(service).stream()
            .filter(m -> m.host().equals(ofHost) && m.id().equals(backup))
            .findFirst()
            .orElseThrow(
                () ->
                    new KeyparityException(
                        ErrorCode.NO_SUCH_BACKUP,
                        "copy of backup %s of %s".formatted(backup, ofHost),
                        "keyparity backup list " + service));
    try {
      return DurableFiles.stream(disk, directory(service, ofHost), manifest.id() + CIPHERTEXT);
    } catch (IOException e) {
      throw DiskFaults.reading(e, "read a copy in", directory(service, ofHost));
    }
  }

  private Path directory(String service, String ofHost) {
    for (String name : List.of(service, ofHost)) {
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,252}")) {
        throw new KeyparityException(
            ErrorCode.USAGE,
            "name: " + name + " (expected: letters, digits, dot, hyphen and underscore)");
      }
    }
    return root.resolve(service).resolve(ofHost);
  }

  private static KeyparityException mismatch(ContainerManifest manifest, KeyringException e) {
    return new KeyparityException(
        ErrorCode.DIGEST_MISMATCH,
        "copy of backup %s of %s: %s".formatted(manifest.id(), manifest.host(), e.getMessage()),
        "send it again",
        e);
  }
}
