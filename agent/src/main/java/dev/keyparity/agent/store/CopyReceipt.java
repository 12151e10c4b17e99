package dev.keyparity.agent.store;

import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.keyring.Digest;
import java.time.Instant;

/**
 * What another host's agent signs when it has stored a copy of a backup durably and read it back:
 * canonical JSON, {@code keyparity.copy-receipt/1}.
 *
 * @param host whose backup it is
 * @param backup its id
 * @param ciphertext SHA-256 of the whole file
 * @param bytes its length
 * @param storedOn name of the host that stored it and signs
 * @param at when, by that host's clock; milliseconds
 */
public record CopyReceipt(
    String service,
    String host,
    String backup,
    Digest ciphertext,
    long bytes,
    String storedOn,
    Instant at) {
  public static final String FORMAT = "keyparity.copy-receipt/1";

  /** What is signed. */
  public byte[] canonicalBytes() {
    return CanonicalJson.encode(
        Json.object()
            .put("at_ms", at.toEpochMilli())
            .put("backup", backup)
            .put("bytes", bytes)
            .put("format", FORMAT)
            .put("host", host)
            .put("service", service)
            .put("sha256", ciphertext.hex())
            .put("stored_on", storedOn)
            .build());
  }

  public static CopyReceipt parse(byte[] canonicalBytes) throws MalformedRecord {
    RecordFields fields = CanonicalJson.parseRecord(canonicalBytes, "copy receipt").format(FORMAT);
    try {
      CopyReceipt receipt =
          new CopyReceipt(
              fields.string("service"),
              fields.string("host"),
              fields.string("backup"),
              new Digest(fields.string("sha256")),
              fields.integer("bytes"),
              fields.string("stored_on"),
              Instant.ofEpochMilli(fields.integer("at_ms")));
      fields.end();
      return receipt;
    } catch (IllegalArgumentException e) {
      throw new MalformedRecord("copy receipt: " + e.getMessage(), e);
    }
  }
}
