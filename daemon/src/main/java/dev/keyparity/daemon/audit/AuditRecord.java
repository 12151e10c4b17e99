package dev.keyparity.daemon.audit;

import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One line of the log, {@code keyparity.audit/1}: canonical JSON whose {@code digest} is the
 * SHA-256 of the canonical bytes of the same object without that field.
 *
 * <pre>{@code
 * {"at":"2026-11-24T14:02:03.123Z","digest":"9c1d…","event":"install","fields":{"host":"kms2"},
 *  "format":"keyparity.audit/1","prev":"4f2a…","seq":7}
 * }</pre>
 *
 * @param sequence from 1, without gaps
 * @param at by the writer's clock; not promised to grow
 * @param previous digest of the record before; 64 zeros for the first
 * @param event what happened: lower-case words with hyphens
 * @param fields the particulars; never a secret
 */
public record AuditRecord(
    long sequence,
    Instant at,
    String previous,
    String event,
    SortedMap<String, String> fields,
    String digest) {
  public static final String FORMAT = "keyparity.audit/1";

  public AuditRecord {
    TreeMap<String, String> copy = new TreeMap<>();
    copy.putAll(fields);
    fields = Collections.unmodifiableSortedMap(copy);
  }

  static AuditRecord after(AuditHead head, Instant at, String event, Map<String, String> fields) {
    long sequence = head.sequence() + 1;
    Json.Obj body = body(sequence, at, head.digest(), event, fields).build();
    return new AuditRecord(
        sequence, at, head.digest(), event, new TreeMap<>(fields), digestOf(body));
  }

  /** The head of a log whose newest record this is. */
  public AuditHead head() {
    return new AuditHead(sequence, digest);
  }

  /** The line's bytes, without the line feed. */
  byte[] line() {
    return CanonicalJson.encode(
        body(sequence, at, previous, event, fields).put("digest", digest).build());
  }

  /**
   * Reads one line; its own digest must be right.
   *
   * @throws MalformedRecord if the line is not such a record, byte for byte
   */
  public static AuditRecord parse(byte[] line) throws MalformedRecord {
    RecordFields given = CanonicalJson.parseRecord(line, "audit record").format(FORMAT);
    AuditRecord parsed =
        new AuditRecord(
            given.integer("seq"),
            given.instant("at"),
            given.string("prev"),
            given.string("event"),
            given.stringMap("fields"),
            given.string("digest"));
    given.end();
    String right =
        digestOf(
            body(parsed.sequence, parsed.at, parsed.previous, parsed.event, parsed.fields).build());
    if (!right.equals(parsed.digest)) {
      throw new MalformedRecord("audit record: digest is not that of its content");
    }
    return parsed;
  }

  private static Json.ObjectBuilder body(
      long sequence, Instant at, String previous, String event, Map<String, String> fields) {
    return Json.object()
        .put("at", at.toString())
        .put("event", event)
        .put("fields", Json.strings(fields))
        .put("format", FORMAT)
        .put("prev", previous)
        .put("seq", sequence);
  }

  private static String digestOf(Json.Obj body) {
    return sha256(CanonicalJson.encode(body));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The line as text, without the line feed. */
  @Override
  public String toString() {
    return new String(line(), StandardCharsets.UTF_8);
  }
}
