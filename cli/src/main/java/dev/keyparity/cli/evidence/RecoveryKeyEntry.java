package dev.keyparity.cli.evidence;

import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A recovery key, and the last time its holder proved that it opens what is encrypted to it.
 *
 * @param provenAtOrNull null: never
 * @param provenBy the operator; empty: nobody
 */
record RecoveryKeyEntry(String fingerprint, @Nullable Instant provenAtOrNull, String provenBy) {
  Json toJson() {
    Json.ObjectBuilder out =
        Json.object().put("fingerprint", fingerprint).put("proven_by", provenBy);
    return (provenAtOrNull == null ? out : out.put("proven_at", provenAtOrNull.toString())).build();
  }

  static RecoveryKeyEntry read(RecordFields fields) throws MalformedRecord {
    RecoveryKeyEntry key =
        new RecoveryKeyEntry(
            fields.string("fingerprint"),
            fields.optionalString("proven_at").isPresent() ? fields.instant("proven_at") : null,
            fields.string("proven_by"));
    fields.end();
    return key;
  }
}
