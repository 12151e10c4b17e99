package dev.keyparity.coordinator.evidence;

import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordKey.Kind;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.coordinator.records.StoredRecord;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.ReadRecords;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.warrant.IdentityStatement;
import dev.keyparity.daemon.warrant.SignedDocument;
import java.util.Arrays;
import java.util.Optional;

/**
 * The identity statement of each service as the coordinator has it on record, with its signatures:
 * what the hosts are held against. Goes upward only. Thread-safe.
 */
public final class ApprovedStatements {
  /** Of so many services the statement that was read last is at hand. */
  private static final int SERVICES = 100;

  private final RecordStore records;
  private final ReadRecords<RecordKey, Recorded> read = new ReadRecords<>(SERVICES);

  public ApprovedStatements(RecordStore records) {
    this.records = records;
  }

  /** A statement and the document it was read from. */
  public record Recorded(IdentityStatement statement, SignedDocument document) {}

  public Optional<Recorded> find(String service) {
    return records.read(key(service)).map(this::of);
  }

  /** The generation of the statement on record; 0 if there is none. */
  public long generation(String service) {
    return find(service).map(it -> it.statement().generation()).orElse(0L);
  }

  /** Records a statement; the same one again changes nothing. */
  public void record(FencingToken token, String service, SignedDocument document) {
    Recorded next = parsed(service, document);
    Optional<StoredRecord> stored = records.read(key(service));
    Optional<Recorded> before = stored.map(this::of);
    if (before.isPresent() && isSame(before.get(), document)) {
      return;
    }
    long present = before.map(it -> it.statement().generation()).orElse(0L);
    if (next.statement().generation() <= present) {
      throw new KeyparityException(
          ErrorCode.STATEMENT_REFUSED,
          "identity statement of %s: generation %d (expected: above %d, the one on record)"
              .formatted(service, next.statement().generation(), present),
          "make a new plan");
    }
    records.write(token, RecordWrite.put(key(service), stored, document.canonicalBytes()));
  }

  private static boolean isSame(Recorded before, SignedDocument document) {
    return Arrays.equals(before.document().payload(), document.payload());
  }

  private Recorded of(StoredRecord stored) {
    String service = stored.key().service();
    try {
      return read.read(
          stored.key(), stored.value(), bytes -> parsed(service, SignedDocument.parse(bytes)));
    } catch (MalformedRecord e) {
      throw corrupt(service, e);
    }
  }

  private static Recorded parsed(String service, SignedDocument document) {
    try {
      return new Recorded(IdentityStatement.parse(document.payload()), document);
    } catch (MalformedRecord e) {
      throw corrupt(service, e);
    }
  }

  private static KeyparityException corrupt(String service, MalformedRecord cause) {
    return new KeyparityException(
        ErrorCode.STATE_CORRUPT,
        "identity statement of %s: %s".formatted(service, cause.getMessage()),
        "approve the identity again: keyparity adopt " + service,
        cause);
  }

  private static RecordKey key(String service) {
    return RecordKey.of(Kind.STATEMENT, service);
  }
}
