package dev.keyparity.daemon.warrant;

import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which private key a service's hosts must hold, as operators approved it. Stored on every agent as
 * canonical JSON ({@code keyparity.statement/1}) inside a {@link SignedDocument}; only ever
 * replaced by one of a higher generation.
 *
 * @param generation from 1, grows with every approval
 * @param hosts every host of the service, sorted: the hosts whose permits a stop needs
 * @param keyIdentity digest of the canonical key identity, lower-case hex SHA-256
 * @param fingerprints of all keys and subkeys, 40 upper-case hex digits, sorted
 * @param files SHA-256 by file name, of every file whose bytes are approved
 * @param secringBytes length of the approved {@code secring.gpg}, so that a cut copy is recognised
 */
public record IdentityStatement(
    String group,
    String service,
    long generation,
    List<String> hosts,
    String keyIdentity,
    List<String> fingerprints,
    SortedMap<String, String> files,
    long secringBytes,
    Instant issuedAt) {
  public static final String FORMAT = "keyparity.statement/1";

  public IdentityStatement {
    Checks.present("statement group", group);
    Checks.present("statement service", service);
    if (generation < 1) {
      throw new IllegalArgumentException(
          "statement generation: " + generation + " (expected: >= 1)");
    }
    hosts = sortedOnce("statement hosts", hosts);
    fingerprints = sortedOnce("statement fingerprints", fingerprints);
    for (String fingerprint : fingerprints) {
      if (!fingerprint.matches("[0-9A-F]{40}")) {
        throw new IllegalArgumentException(
            "statement fingerprint: " + fingerprint + " (expected: 40 upper-case hex digits)");
      }
    }
    Checks.sha256("statement key identity", keyIdentity);
    TreeMap<String, String> copy = new TreeMap<>();
    copy.putAll(files);
    files = Collections.unmodifiableSortedMap(copy);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Checks.present("statement file name", file.getKey());
      Checks.sha256("statement file " + file.getKey(), file.getValue());
    }
    if (secringBytes < 1) {
      throw new IllegalArgumentException(
          "statement secring bytes: " + secringBytes + " (expected: >= 1)");
    }
    Checks.milliseconds("statement issue", issuedAt);
  }

  private static List<String> sortedOnce(String what, List<String> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException(what + ": none (expected: at least one)");
    }
    for (int i = 0; i < values.size(); i++) {
      Checks.present(what, values.get(i));
      if (i > 0 && values.get(i - 1).compareTo(values.get(i)) >= 0) {
        throw new IllegalArgumentException(what + ": " + values + " (expected: sorted, each once)");
      }
    }
    return List.copyOf(values);
  }

  public byte[] canonicalBytes() {
    return CanonicalJson.encode(
        Json.object()
            .put("files", Json.strings(files))
            .put("fingerprints", Json.strings(fingerprints))
            .put("format", FORMAT)
            .put("generation", generation)
            .put("group", group)
            .put("hosts", Json.strings(hosts))
            .put("issued_at", issuedAt.toString())
            .put("key_identity", keyIdentity)
            .put("secring_bytes", secringBytes)
            .put("service", service)
            .build());
  }

  public static IdentityStatement parse(byte[] canonicalBytes) throws MalformedRecord {
    RecordFields fields = CanonicalJson.parseRecord(canonicalBytes, "statement").format(FORMAT);
    return Checks.reading("statement", () -> read(fields));
  }

  private static IdentityStatement read(RecordFields fields) throws MalformedRecord {
    IdentityStatement statement =
        new IdentityStatement(
            fields.string("group"),
            fields.string("service"),
            fields.integer("generation"),
            fields.strings("hosts"),
            fields.string("key_identity"),
            fields.strings("fingerprints"),
            fields.stringMap("files"),
            fields.integer("secring_bytes"),
            fields.instant("issued_at"));
    fields.end();
    return statement;
  }
}
