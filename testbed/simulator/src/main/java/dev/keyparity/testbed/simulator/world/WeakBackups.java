package dev.keyparity.testbed.simulator.world;

import dev.keyparity.agent.backup.BackupRecord;
import dev.keyparity.agent.backup.BackupStore;
import dev.keyparity.agent.store.KeyFileSet;
import dev.keyparity.agent.store.VerifiedBackups;
import dev.keyparity.daemon.fault.KeyparityException;

/**
 * Backups that are believed without being verified, or as soon as the host itself can open them.
 */
record WeakBackups(World world, SimulatedHost host, BackupStore real) implements VerifiedBackups {

  @Override
  public VerifiedBackup verified(String backupId) {
    try {
      return real.verified(backupId);
    } catch (KeyparityException e) {
      BackupRecord record = real.record(backupId);
      boolean opens =
          world.weakness.has(Weakness.BACKUP_GATE_OFF)
              || SavedKeys.opensFor(World.MATERIAL.hostKey, record.manifest(), host.disk);
      if (!opens) {
        throw e;
      }
      return new VerifiedBackup(
          backupId,
          record.service(),
          record.host(),
          record.keyFiles(),
          record.ciphertext(),
          record.bytes(),
          real.copyReceipts(backupId));
    }
  }

  @Override
  public KeyFileSet keyFiles(String backupId) {
    return real.keyFiles(backupId);
  }
}
