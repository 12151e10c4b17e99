package dev.keyparity.agent.backup;

import dev.keyparity.agent.store.FileDigest;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.KeyringException;
import dev.keyparity.keyring.Profile;
import dev.keyparity.keyring.container.ContainerManifest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * That a backup was made and verified: canonical JSON, {@code keyparity.backup/1}, beside the
 * backup file. There is none for a backup that was not verified.
 *
 * @param reason why it was made, for people
 * @param profile name of the profile, which says what the key files are
 * @param file where it lies on the host that made it
 * @param manifest what it holds ({@code keyparity.container/1}, kept byte for byte)
 * @param verifiedAt when it was read back and compared
 */
public record BackupRecord(
    String reason, String profile, String file, ContainerManifest manifest, Instant verifiedAt) {
  public static final String FORMAT = "keyparity.backup/1";

  public String id() {
    return manifest.id();
  }

  public String service() {
    return manifest.service();
  }

  public String host() {
    return manifest.host();
  }

  public Instant at() {
    return manifest.createdAt();
  }

  /** SHA-256 of the whole backup file. */
  public Digest ciphertext() {
    return manifest.ciphertext().sha256();
  }

  /** Length of the backup file. */
  public long bytes() {
    return manifest.ciphertext().bytes();
  }

  /** The key file inside. */
  public FileDigest keyFile() {
    ContainerManifest.Secring secring = manifest.secring();
    return secring == null ? FileDigest.ABSENT : FileDigest.of(secring.sha256());
  }

  /** Each file of the profile as it is inside; one that was there and is not inside is missing. */
  public Map<String, FileDigest> keyFiles() {
    Map<String, FileDigest> files = new HashMap<>();
    for (String name : Profile.named(profile).files()) {
      String path = ContainerManifest.KEY_DIRECTORY + "/" + name;
      boolean skipped = manifest.skipped().stream().anyMatch(s -> s.path().equals(path));
      Digest digest = manifest.entry(path).map(ContainerManifest.Entry::sha256).orElse(null);
      if (digest != null) {
        files.put(name, FileDigest.of(digest));
      } else if (!skipped && manifest.entry(path).isEmpty()) {
        files.put(name, FileDigest.ABSENT);
      }
    }
    return Map.copyOf(files);
  }

  byte[] canonicalBytes() {
    return CanonicalJson.encode(
        Json.object()
            .put("file", file)
            .put("format", FORMAT)
            .put("manifest", new String(manifest.toJson(), StandardCharsets.UTF_8))
            .put("profile", profile)
            .put("reason", reason)
            .put("verified_at", verifiedAt.toString())
            .build());
  }

  static BackupRecord parse(byte[] canonicalBytes) throws MalformedRecord {
    RecordFields fields = CanonicalJson.parseRecord(canonicalBytes, "backup").format(FORMAT);
    try {
      BackupRecord record =
          new BackupRecord(
              fields.string("reason"),
              Profile.named(fields.string("profile")).name(),
              fields.string("file"),
              ContainerManifest.parse(fields.string("manifest").getBytes(StandardCharsets.UTF_8)),
              fields.instant("verified_at"));
      fields.end();
      return record;
    } catch (KeyringException | IllegalArgumentException e) {
      throw new MalformedRecord("backup: " + e.getMessage(), e);
    }
  }
}
