package dev.keyparity.agent.control;

import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.agent.guard.state.StateRecord;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.daemon.lifecycle.ProcessInstance;
import dev.keyparity.keyring.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the key file of one service was and when, {@code keyparity.kms-history/1}: from it follows
 * which key a running process serves. Thread-safe.
 *
 * <p>An entry is durable before {@link #observe} returns; that it is in place still is made durable
 * now and then only, which after a crash makes it prove less, never more.
 */
public final class KeyFileHistory {
  static final String FORMAT = "keyparity.kms-history/1";

  private static final int MOST = 64;
  private static final Duration GRAIN = Duration.ofSeconds(30);

  private final String name;
  private final StateFiles files;
  private Entries entries;
  private Instant written = Instant.EPOCH;
  private @Nullable ProcessInstance serving;
  private Instant servingSince = Instant.MAX;

  /**
   * Bytes that were in place.
   *
   * @param identityOrNull null if they held no sound key
   * @param changedAt the later of the change times of file and directory: since then, and up to
   *     {@code lastSeen}, nothing else was in place
   * @param lastSeen when they were last looked at
   * @param isPresent whether they were in place at the last look of all
   */
  public record Entry(
      Digest digest,
      @Nullable Digest identityOrNull,
      Instant changedAt,
      Instant lastSeen,
      boolean isPresent) {
    Entry seenAgain(Instant now) {
      return new Entry(digest, identityOrNull, changedAt, now, true);
    }

    Entry gone() {
      return new Entry(digest, identityOrNull, changedAt, lastSeen, false);
    }
  }

  /** Newest last, bounded. */
  record Entries(List<Entry> entries) {
    static final Entries NONE = new Entries(List.of());

    Entries {
      entries = List.copyOf(entries);
    }

    Optional<Entry> newest() {
      return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(entries.size() - 1));
    }

    Entries replacingNewest(Entry entry) {
      List<Entry> next = new ArrayList<>(entries.subList(0, entries.size() - 1));
      next.add(entry);
      return new Entries(next);
    }

    Entries with(Entry entry) {
      List<Entry> next = new ArrayList<>(gone().entries);
      next.add(entry);
      return new Entries(next.subList(Math.max(0, next.size() - MOST), next.size()));
    }

    Entries gone() {
      return newest().map(newest -> replacingNewest(newest.gone())).orElse(this);
    }
  }

  public KeyFileHistory(String service, StateFiles files) {
    this.name = "kms/" + service + ".json";
    this.files = files;
    this.entries =
        // What was in place when an earlier process wrote this may be gone by now.
        StateRecord.read(files, name, FORMAT, KeyFileHistory::parse).orElse(Entries.NONE).gone();
  }

  /** The key file was looked at and was this. */
  public synchronized void observe(
      Digest digest, @Nullable Digest identityOrNull, Instant changedAt, Instant now) {
    Optional<Entry> newest = entries.newest();
    boolean same =
        newest.isPresent()
            && newest.get().isPresent()
            && newest.get().digest().equals(digest)
            && newest.get().changedAt().equals(millis(changedAt));
    if (same) {
      entries = entries.replacingNewest(newest.get().seenAgain(millis(now)));
      if (now.isBefore(written.plus(GRAIN))) {
        return;
      }
    } else {
      entries =
          entries.with(new Entry(digest, identityOrNull, millis(changedAt), millis(now), true));
    }
    write(now);
  }

  /** There is no key file, or none that can be read. */
  public synchronized void observeNone(Instant now) {
    if (entries.newest().filter(Entry::isPresent).isPresent()) {
      entries = entries.gone();
      write(now);
    }
  }

  /** The key that a process serves; empty if it cannot be proven. */
  public synchronized Optional<ServingKey> servedBy(KmsProcess process, boolean up, Instant now) {
    if (!process.instance().equals(serving)) {
      serving = process.instance();
      servingSince = Instant.MAX;
    }
    if (up && servingSince.equals(Instant.MAX)) {
      servingSince = now;
    }
    return ServingKey.of(
        entries, process.startedAt(), servingSince.equals(Instant.MAX) ? null : servingSince);
  }

  private void write(Instant now) {
    List<Json> list = new ArrayList<>();
    for (Entry entry : entries.entries()) {
      list.add(
          Json.object()
              .put("digest", entry.digest().hex())
              .put("identity", entry.identityOrNull() == null ? "" : entry.identityOrNull().hex())
              .put("changed_at_ms", entry.changedAt().toEpochMilli())
              .put("last_seen_ms", entry.lastSeen().toEpochMilli())
              .put("present", entry.isPresent())
              .build());
    }
    StateRecord.write(
        files, name, Json.object().put("format", FORMAT).put("entries", new Json.Arr(list)).build());
    written = now;
  }

  private static Entries parse(RecordFields fields) throws MalformedRecord {
    List<Entry> entries = new ArrayList<>();
    for (RecordFields each : fields.records("entries")) {
      String identity = each.string("identity");
      entries.add(
          new Entry(
              new Digest(each.string("digest")),
              identity.isEmpty() ? null : new Digest(identity),
              Instant.ofEpochMilli(each.integer("changed_at_ms")),
              Instant.ofEpochMilli(each.integer("last_seen_ms")),
              each.bool("present")));
      each.end();
    }
    return new Entries(entries);
  }

  private static Instant millis(Instant instant) {
    return Instant.ofEpochMilli(instant.toEpochMilli());
  }
}
