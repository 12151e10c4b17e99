package dev.keyparity.coordinator.admin;

import dev.keyparity.coordinator.records.Conflicts;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordKey.Kind;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.coordinator.records.StoredRecord;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.daemon.warrant.DocumentSignature;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Warrant;
import dev.keyparity.keyring.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Warrants that belong to no run, on the way to enough signatures: kept from the first look, so
 * that a second operator signs the very bytes that the first one did. One for each subject, stored
 * as a {@code keyparity.signed-document/1}. Thread-safe; blocks as the record store does.
 */
final class WarrantDrafts {
  private final RecordStore records;

  WarrantDrafts(RecordStore records) {
    this.records = records;
  }

  /**
   * What a warrant is wanted for.
   *
   * @param act such as {@code key-forget}
   * @param told all that the operator said, as fields and not joined: a reason may hold whatever
   *     would part them
   */
  record Subject(String service, String act, Json told) {
    private String prefix() {
      return act + "-";
    }

    private RecordKey key() {
      return RecordKey.of(
          Kind.DRAFT, service, prefix() + Digest.of(CanonicalJson.encode(told)).hex());
    }
  }

  /** A warrant and its signatures so far. */
  record Draft(Warrant warrant, SignedDocument document) {}

  private record Stored(StoredRecord record, Draft draft) {}

  Optional<Draft> find(Subject subject) {
    return stored(subject).map(Stored::draft);
  }

  /**
   * The draft of this subject, made if there is none that is still good.
   *
   * @param warrant makes one
   */
  Draft findOrCreate(FencingToken token, Subject subject, Instant now, Supplier<Warrant> warrant) {
    return Conflicts.settle(
        () -> {
          Optional<Stored> there = stored(subject);
          if (there.isPresent() && there.get().draft().warrant().expiresAt().isAfter(now)) {
            return there.get().draft();
          }
          Warrant fresh = warrant.get();
          Draft draft = new Draft(fresh, SignedDocument.unsigned(fresh.canonicalBytes()));
          List<RecordWrite> writes = new ArrayList<>(expired(subject, now));
          writes.add(put(subject, there, draft.document()));
          records.write(token, writes);
          return draft;
        });
  }

  /**
   * With one more signature; a former one of the same operator gives way.
   *
   * @return empty if there is no such draft any more
   */
  Optional<Draft> sign(FencingToken token, Subject subject, DocumentSignature signature) {
    return Conflicts.settle(() -> stored(subject).map(there -> signed(token, there, signature)));
  }

  private Draft signed(FencingToken token, Stored there, DocumentSignature signature) {
    SignedDocument before = there.draft().document();
    List<DocumentSignature> all = new ArrayList<>(before.signatures());
    all.removeIf(it -> it.operator().equals(signature.operator()));
    all.add(signature);
    SignedDocument after = new SignedDocument(before.payload(), all);
    if (!after.equals(before)) {
      StoredRecord record = there.record();
      records.write(
          token, new RecordWrite.Replace(record.key(), record.version(), after.canonicalBytes()));
    }
    return new Draft(there.draft().warrant(), after);
  }

  /** It has served; gone already is fine. */
  void remove(FencingToken token, Subject subject) {
    Conflicts.settle(
        () -> {
          Optional<StoredRecord> there = records.read(subject.key());
          there.ifPresent(
              record ->
                  records.write(token, new RecordWrite.Remove(record.key(), record.version())));
          return there;
        });
  }

  private static RecordWrite put(Subject subject, Optional<Stored> there, SignedDocument document) {
    return RecordWrite.put(subject.key(), there.map(Stored::record), document.canonicalBytes());
  }

  /** Those of other subjects that nobody can use any more. */
  private List<RecordWrite> expired(Subject subject, Instant now) {
    return records.items(Kind.DRAFT, subject.service()).stream()
        .filter(item -> item.startsWith(subject.prefix()))
        .map(item -> RecordKey.of(Kind.DRAFT, subject.service(), item))
        .filter(key -> !key.equals(subject.key()))
        .flatMap(key -> records.read(key).stream())
        .filter(record -> !parsed(record).draft().warrant().expiresAt().isAfter(now))
        .<RecordWrite>map(record -> new RecordWrite.Remove(record.key(), record.version()))
        .toList();
  }

  private Optional<Stored> stored(Subject subject) {
    return records.read(subject.key()).map(WarrantDrafts::parsed);
  }

  private static Stored parsed(StoredRecord record) {
    try {
      SignedDocument document = SignedDocument.parse(record.value());
      return new Stored(record, new Draft(Warrant.parse(document.payload()), document));
    } catch (MalformedRecord e) {
      throw new KeyparityException(
          ErrorCode.STATE_CORRUPT,
          "record %s: %s".formatted(record.key(), e.getMessage()),
          "remove it with a ZooKeeper shell, and ask again",
          e);
    }
  }
}
