package dev.keyparity.agent.store;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.keyring.Digest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Backups that are verified because the test says so. */
final class FakeBackups implements VerifiedBackups {
  private final Map<String, KeyFileSet> sets = new HashMap<>();
  private String host = StoreFixture.HOST;

  /** A backup of these files. */
  void hold(String id, KeyFileSet files) {
    sets.put(id, files);
  }

  void lose(String id) {
    sets.remove(id);
  }

  /** From now on all backups are another host's. */
  void belongTo(String otherHost) {
    host = otherHost;
  }

  @Override
  public VerifiedBackup verified(String id) {
    return new VerifiedBackup(
        id, StoreFixture.SERVICE, host, require(id).digests(), ciphertext(id), 100, List.of());
  }

  /** The digest of a backup file that would be so called. */
  static Digest ciphertext(String id) {
    return Digest.of(("ciphertext of " + id).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public KeyFileSet keyFiles(String id) {
    KeyFileSet kept = require(id);
    Map<String, byte[]> present = new HashMap<>();
    Map<String, FileDigest> absent = new HashMap<>();
    kept.digests()
        .forEach(
            (name, digest) -> {
              if (digest.isAbsent()) {
                absent.put(name, digest);
              } else {
                present.put(name, kept.secretBytes(name));
              }
            });
    return KeyFileSet.of(present, absent.keySet());
  }

  private KeyFileSet require(String id) {
    KeyFileSet set = sets.get(id);
    if (set == null) {
      throw new KeyparityException(ErrorCode.NO_SUCH_BACKUP, "backup: " + id);
    }
    return set;
  }
}
