package dev.keyparity.cli.evidence;

import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.time.Instant;
import java.util.List;

/**
 * A backup as the agent of its host has it on record.
 *
 * @param sha256 of the encrypted file
 * @param secringSha256 of the key file inside; {@code absent} if there was none
 * @param isVerified whether it was read back, decrypted and compared
 * @param copiesOn hosts that said they store a copy
 * @param recipients fingerprints of the keys that open it
 */
record BackupEntry(
    String id,
    String host,
    Instant at,
    String sha256,
    String secringSha256,
    boolean isVerified,
    List<String> copiesOn,
    List<String> recipients) {
  BackupEntry {
    copiesOn = List.copyOf(copiesOn);
    recipients = List.copyOf(recipients);
  }

  Json toJson() {
    return Json.object()
        .put("at", at.toString())
        .put("copies_on", Json.strings(copiesOn))
        .put("host", host)
        .put("id", id)
        .put("recipients", Json.strings(recipients))
        .put("secring_sha256", secringSha256)
        .put("sha256", sha256)
        .put("verified", isVerified)
        .build();
  }

  static BackupEntry read(RecordFields fields) throws MalformedRecord {
    BackupEntry backup =
        new BackupEntry(
            fields.string("id"),
            fields.string("host"),
            fields.instant("at"),
            fields.string("sha256"),
            fields.string("secring_sha256"),
            fields.bool("verified"),
            fields.strings("copies_on"),
            fields.strings("recipients"));
    fields.end();
    return backup;
  }
}
