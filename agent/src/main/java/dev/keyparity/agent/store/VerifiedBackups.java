package dev.keyparity.agent.store;

import dev.keyparity.keyring.Digest;
import java.util.List;
import java.util.Map;

/** What the store asks of backups before it replaces anything. */
public interface VerifiedBackups {

  /**
   * A backup that was just now read from its disk, decrypted and compared.
   *
   * @param keyFiles each file of the profile as the backup holds it
   * @param ciphertext SHA-256 of the backup file
   * @param copyReceipts receipts of other hosts kept with it
   */
  record VerifiedBackup(
      String id,
      String service,
      String host,
      Map<String, FileDigest> keyFiles,
      Digest ciphertext,
      long bytes,
      List<SignedCopyReceipt> copyReceipts) {
    public VerifiedBackup {
      keyFiles = Map.copyOf(keyFiles);
      copyReceipts = List.copyOf(copyReceipts);
    }
  }

  /**
   * Reads the backup anew from disk: ciphertext digest first, then decrypted, each entry compared.
   *
   * @throws dev.keyparity.daemon.fault.KeyparityException {@code NO_SUCH_BACKUP}, {@code
   *     BACKUP_UNVERIFIED} or the fault of the disk
   */
  VerifiedBackup verified(String backupId);

  /** The files of the profile out of a backup that is verified like above. */
  KeyFileSet keyFiles(String backupId);
}
