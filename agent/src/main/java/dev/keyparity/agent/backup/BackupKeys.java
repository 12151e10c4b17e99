package dev.keyparity.agent.backup;

import dev.keyparity.agent.disk.Disk;
import dev.keyparity.agent.disk.DiskFaults;
import dev.keyparity.agent.disk.DurableFiles;
import dev.keyparity.agent.disk.HeldDirectory;
import dev.keyparity.agent.disk.Ownership;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.container.BackupKey;
import dev.keyparity.keyring.container.Recipient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * To whom backups are encrypted: this host's own backup key, so that the host itself can verify and
 * restore, and the organization's recovery keys, so that a backup outlives the host.
 *
 * @param own with its secret part; on this disk it adds no secrecy
 * @param recovery public keys from the agent's own configuration
 */
public record BackupKeys(BackupKey own, List<Recipient> recovery) {
  private static final String SECRET = "backup-secret.gpg";
  private static final String PUBLIC = "backup-public.asc";
  private static final int LARGEST = 1 << 20;

  public BackupKeys {
    recovery = List.copyOf(recovery);
  }

  /** Everybody who must be able to open a backup, each once. */
  List<Recipient> recipients() {
    List<Recipient> all = new ArrayList<>();
    all.add(own.recipient());
    for (Recipient one : recovery) {
      if (all.stream().noneMatch(r -> r.fingerprint().equals(one.fingerprint()))) {
        all.add(one);
      }
    }
    return List.copyOf(all);
  }

  /**
   * This host's backup key, made and kept ({@code keys/backup-secret.gpg}, mode 0600) if there is
   * none yet. A key that is there and cannot be read is an error, never replaced: older backups
   * open with it.
   */
  public static BackupKey openOrCreate(
      Disk disk, Path stateDirectory, String host, Clock clock, SecureRandom random) {
    Path directory = stateDirectory.resolve("keys");
    try (HeldDirectory keys = disk.openOrCreate(directory)) {
      Optional<byte[]> secret = DurableFiles.read(keys, SECRET, LARGEST);
      if (secret.isPresent()) {
        return BackupKey.parse(secret.get());
      }
      BackupKey made =
          BackupKey.generate("keyparity backup key of " + host, clock.instant(), random);
      byte[] armoured = made.recipient().armoured().getBytes(StandardCharsets.US_ASCII);
      DurableFiles.write(keys, PUBLIC, armoured, new Ownership(null, null, 0644));
      DurableFiles.write(keys, SECRET, made.exposeSecretKey(), Ownership.PRIVATE);
      return made;
    } catch (KeyringException e) {
      throw new KeyparityException(
          ErrorCode.STATE_CORRUPT, directory.resolve(SECRET) + ": " + e.getMessage(), "", e);
    } catch (IOException e) {
      throw DiskFaults.writing(e, "open or make the backup key in", directory);
    }
  }

  /**
   * Reads the organization's recovery keys, one public key a file.
   *
   * @throws KeyparityException {@code CONFIG_INVALID} naming the file and what is wrong with it
   */
  public static List<Recipient> readRecovery(List<Path> files) {
    List<Recipient> keys = new ArrayList<>();
    for (Path file : files) {
      try {
        keys.add(Recipient.parse(Files.readAllBytes(file)));
      } catch (KeyringException e) {
        throw new KeyparityException(
            ErrorCode.CONFIG_INVALID, "recovery key " + file + ": " + e.getMessage(), "", e);
      } catch (IOException e) {
        throw DiskFaults.reading(e, "read recovery key", file);
      }
    }
    return List.copyOf(keys);
  }
}
