package dev.keyparity.coordinator.workflow.journal;

import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordKey.Kind;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.coordinator.records.StoredRecord;
import dev.keyparity.coordinator.workflow.JournalStore;
import dev.keyparity.coordinator.workflow.RunId;
import dev.keyparity.coordinator.workflow.RunJournal;
import dev.keyparity.coordinator.workflow.WorkflowException;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.ReadRecords;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Journals in the record store, written under one leadership's token.
 *
 * <p>A service's current run is a record of its own ({@code keyparity.current-run/1}, the bare run
 * id behind the format); making a run writes both or neither. Ended runs beyond {@link #KEPT} are
 * removed when a new one is made, but for those that some host does not know to be aborted.
 */
public final class RecordedJournals implements JournalStore {
  /** How many runs of a service are kept. */
  public static final int KEPT = 20;

  private static final String CURRENT_FORMAT = "keyparity.current-run/1 ";

  private final RecordStore records;
  private final Supplier<Optional<FencingToken>> token;
  private final ReadRecords<RecordKey, RunJournal> read;

  /**
   * @param token the token of the leadership this store writes for; empty while there is none
   */
  public RecordedJournals(RecordStore records, Supplier<Optional<FencingToken>> token) {
    this(records, token, new ReadRecords<>(KEPT));
  }

  private RecordedJournals(
      RecordStore records,
      Supplier<Optional<FencingToken>> token,
      ReadRecords<RecordKey, RunJournal> read) {
    this.records = records;
    this.token = token;
    this.read = read;
  }

  /** The same journals for another leadership. */
  public RecordedJournals under(Supplier<Optional<FencingToken>> other) {
    return new RecordedJournals(records, other, read);
  }

  @Override
  public Optional<Stored> load(String service, RunId run) {
    return translating(() -> records.read(key(service, run))).map(this::decoded);
  }

  @Override
  public Stored create(RunJournal journal) {
    RecordKey currentKey = RecordKey.of(Kind.CURRENT_RUN, journal.service());
    Optional<StoredRecord> current = translating(() -> records.read(currentKey));
    current
        .map(RecordedJournals::runId)
        .flatMap(open -> load(journal.service(), open))
        .filter(stored -> !stored.journal().state().isTerminal())
        .ifPresent(
            stored -> {
              throw new WorkflowException(
                  WorkflowException.Kind.RUN_ALREADY_OPEN,
                  "service %s: run %s is %s (expected: no open run)"
                      .formatted(
                          journal.service(),
                          stored.journal().run(),
                          stored.journal().state().text()));
            });
    byte[] pointer = (CURRENT_FORMAT + journal.run()).getBytes(StandardCharsets.UTF_8);
    List<RecordWrite> writes = new ArrayList<>();
    writes.add(
        new RecordWrite.Create(
            key(journal.service(), journal.run()), RunJournalCodec.encode(journal)));
    writes.add(RecordWrite.put(currentKey, current, pointer));
    writes.addAll(tooOld(journal.service()));
    List<Integer> versions = translating(() -> records.write(held(), writes));
    return new Stored(journal, versions.get(0));
  }

  @Override
  public Stored save(RunJournal journal, int version) {
    RecordWrite write =
        new RecordWrite.Replace(
            key(journal.service(), journal.run()), version, RunJournalCodec.encode(journal));
    return new Stored(journal, translating(() -> records.write(held(), write)));
  }

  @Override
  public Optional<RunId> currentRun(String service) {
    return translating(() -> records.read(RecordKey.of(Kind.CURRENT_RUN, service)))
        .map(RecordedJournals::runId);
  }

  @Override
  public List<RunId> runs(String service) {
    return stored(service).stream().map(stored -> stored.journal().run()).toList();
  }

  /** Newest first. */
  private List<Stored> stored(String service) {
    return translating(() -> records.items(Kind.RUN, service)).stream()
        .map(RunId::new)
        .flatMap(run -> load(service, run).stream())
        .sorted(
            Comparator.comparing((Stored it) -> it.journal().startedAt())
                .thenComparing(it -> it.journal().run().value())
                .reversed())
        .toList();
  }

  private List<RecordWrite> tooOld(String service) {
    return stored(service).stream()
        .skip(KEPT - 1L)
        .filter(it -> it.journal().state().isTerminal() && !it.journal().owesRevocation())
        .<RecordWrite>map(
            it -> new RecordWrite.Remove(key(service, it.journal().run()), it.version()))
        .toList();
  }

  private FencingToken held() {
    return token
        .get()
        .orElseThrow(
            () ->
                new WorkflowException(
                    WorkflowException.Kind.NOT_LEADING, "this coordinator does not lead"));
  }

  private static RecordKey key(String service, RunId run) {
    return RecordKey.of(Kind.RUN, service, run.value());
  }

  private static RunId runId(StoredRecord record) {
    String text = new String(record.value(), StandardCharsets.UTF_8);
    if (!text.startsWith(CURRENT_FORMAT)) {
      throw unreadable(record, "format (expected: %s)".formatted(CURRENT_FORMAT.trim()), null);
    }
    try {
      return new RunId(text.substring(CURRENT_FORMAT.length()));
    } catch (IllegalArgumentException e) {
      throw unreadable(record, String.valueOf(e.getMessage()), e);
    }
  }

  private Stored decoded(StoredRecord record) {
    try {
      return new Stored(
          read.read(record.key(), record.value(), RunJournalCodec::decode), record.version());
    } catch (MalformedRecord e) {
      throw unreadable(record, String.valueOf(e.getMessage()), e);
    }
  }

  private static WorkflowException unreadable(
      StoredRecord record, String why, @org.jspecify.annotations.Nullable Throwable cause) {
    return new WorkflowException(
        WorkflowException.Kind.JOURNAL_UNREADABLE,
        "record %s: %s".formatted(record.key(), why),
        cause);
  }

  private static <T> T translating(Supplier<T> call) {
    try {
      return call.get();
    } catch (KeyparityException e) {
      WorkflowException.Kind kind =
          switch (e.code()) {
            case STALE_LEADER, NO_LEADER -> WorkflowException.Kind.NOT_LEADING;
            case CONFLICT -> WorkflowException.Kind.CONFLICT;
            case ZOOKEEPER_UNAVAILABLE -> WorkflowException.Kind.STORE_UNAVAILABLE;
            default -> throw e;
          };
      throw new WorkflowException(kind, e.operatorMessage(), e);
    }
  }
}
