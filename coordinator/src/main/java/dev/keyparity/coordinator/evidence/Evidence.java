package dev.keyparity.coordinator.evidence;

import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.kms.SurveyResult;
import dev.keyparity.coordinator.records.Conflicts;
import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.coordinator.records.RecordWrite;
import dev.keyparity.coordinator.records.StoredRecord;
import dev.keyparity.daemon.fencing.FencingToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Reads and changes the evidence of services. Thread-safe; blocks as the record store does. */
public final class Evidence {
  private final RecordStore records;

  public Evidence(RecordStore records) {
    this.records = records;
  }

  public ForgottenVersions forgotten(String service) {
    return read(ForgottenVersions.TYPE, service).orElse(ForgottenVersions.NONE);
  }

  public SanctionedChanges changes(String service) {
    return read(SanctionedChanges.TYPE, service).orElse(SanctionedChanges.NONE);
  }

  public RecoveryProofs recoveryProofs(String service) {
    return read(RecoveryProofs.TYPE, service).orElse(RecoveryProofs.NONE);
  }

  public Optional<SurveyResult> survey(String service) {
    return read(SurveyRecord.TYPE, service);
  }

  /** The decrypt matrix that says most of how it is now. */
  public Optional<MatrixResult> matrix(String service) {
    return matrices(service).counts();
  }

  public MatrixEvidence matrices(String service) {
    return read(MatrixRecord.TYPE, service).orElse(MatrixEvidence.NONE);
  }

  public EventLog events(String service) {
    return read(EventLog.TYPE, service).orElse(EventLog.EMPTY);
  }

  public void forget(FencingToken token, String service, UnaryOperator<ForgottenVersions> change) {
    update(token, ForgottenVersions.TYPE, service, ForgottenVersions.NONE, change);
  }

  public void sanction(
      FencingToken token, String service, UnaryOperator<SanctionedChanges> change) {
    update(token, SanctionedChanges.TYPE, service, SanctionedChanges.NONE, change);
  }

  public void prove(FencingToken token, String service, UnaryOperator<RecoveryProofs> change) {
    update(token, RecoveryProofs.TYPE, service, RecoveryProofs.NONE, change);
  }

  public void recordSurvey(FencingToken token, String service, SurveyResult survey) {
    update(token, SurveyRecord.TYPE, service, survey, older -> survey);
  }

  /** A matrix that was asked for under a fresh version. */
  public void recordMatrix(FencingToken token, String service, MatrixEvidence.Taken taken) {
    update(token, MatrixRecord.TYPE, service, MatrixEvidence.NONE, it -> it.withFresh(taken));
  }

  /** A matrix under a version that the hosts may remember. */
  public void recordLook(FencingToken token, String service, MatrixEvidence.Taken taken) {
    update(token, MatrixRecord.TYPE, service, MatrixEvidence.NONE, it -> it.withLook(taken));
  }

  public void note(FencingToken token, String service, EventLog.Event event) {
    update(token, EventLog.TYPE, service, EventLog.EMPTY, log -> log.with(event));
  }

  /** Whether an operator keeps keyparity from doing anything to a service by itself. */
  public Optional<Pause> pause(String service) {
    return read(Pause.TYPE, service);
  }

  /**
   * Puts a pause on record and tells of it, both or neither.
   *
   * @return the one that stands: another one if that was there before, and nothing was written
   */
  public Pause pause(FencingToken token, String service, Pause wanted, EventLog.Event event) {
    RecordKey key = RecordKey.of(Pause.TYPE.kind(), service);
    return Conflicts.settle(
        () -> {
          Optional<Pause> standing = records.read(key).map(Pause.TYPE::of);
          if (standing.isPresent()) {
            return standing.get();
          }
          List<RecordWrite> writes = new ArrayList<>(told(service, List.of(event)));
          writes.add(new RecordWrite.Create(key, Pause.TYPE.encode(wanted)));
          records.write(token, writes);
          return wanted;
        });
  }

  /**
   * Ends a pause and tells of it, both or neither.
   *
   * @return the one that stood; empty if none did, and nothing was written
   */
  public Optional<Pause> endPause(
      FencingToken token, String service, Function<Pause, EventLog.Event> event) {
    return end(token, service, Pause.TYPE, event);
  }

  /** What operators let policy do; empty if nothing. */
  public Optional<StandingWarrant> standing(String service) {
    return read(StandingWarrant.TYPE, service);
  }

  /**
   * Ends what operators let policy do and tells of it, both or neither.
   *
   * @return what stood; empty if nothing did, and nothing was written
   */
  public Optional<StandingWarrant> endStanding(
      FencingToken token, String service, Function<StandingWarrant, EventLog.Event> event) {
    return end(token, service, StandingWarrant.TYPE, event);
  }

  private <T> Optional<T> end(
      FencingToken token, String service, RecordType<T> type, Function<T, EventLog.Event> event) {
    RecordKey key = RecordKey.of(type.kind(), service);
    return Conflicts.settle(
        () -> {
          Optional<StoredRecord> stored = records.read(key);
          Optional<T> standing = stored.map(type::of);
          if (stored.isPresent() && standing.isPresent()) {
            List<RecordWrite> writes =
                new ArrayList<>(told(service, List.of(event.apply(standing.get()))));
            writes.add(new RecordWrite.Remove(key, stored.get().version()));
            records.write(token, writes);
          }
          return standing;
        });
  }

  /**
   * Notes events and puts another record of the service in place, both or neither: so that what was
   * told is known to have been told.
   */
  public <T> void note(
      FencingToken token,
      String service,
      List<EventLog.Event> events,
      RecordType<T> type,
      T value) {
    RecordKey key = RecordKey.of(type.kind(), service);
    Conflicts.settle(
        () -> {
          List<RecordWrite> writes = new ArrayList<>();
          writes.add(RecordWrite.put(key, records.read(key), type.encode(value)));
          writes.addAll(told(service, events));
          return records.write(token, writes);
        });
  }

  private List<RecordWrite> told(String service, List<EventLog.Event> events) {
    if (events.isEmpty()) {
      return List.of();
    }
    RecordKey log = RecordKey.of(EventLog.TYPE.kind(), service);
    Optional<StoredRecord> stored = records.read(log);
    EventLog all = stored.map(EventLog.TYPE::of).orElse(EventLog.EMPTY);
    for (EventLog.Event event : events) {
      all = all.with(event);
    }
    return List.of(RecordWrite.put(log, stored, EventLog.TYPE.encode(all)));
  }

  /** Reads a record of any type. */
  public <T> Optional<T> read(RecordType<T> type, String service) {
    return records.read(RecordKey.of(type.kind(), service)).map(type::of);
  }

  private <T> void update(
      FencingToken token, RecordType<T> type, String service, T initial, UnaryOperator<T> change) {
    RecordKey key = RecordKey.of(type.kind(), service);
    Conflicts.settle(
        () -> {
          Optional<StoredRecord> stored = records.read(key);
          T before = stored.map(type::of).orElse(initial);
          T after = change.apply(before);
          return stored.isPresent() && after.equals(before)
              ? before
              : written(token, RecordWrite.put(key, stored, type.encode(after)), after);
        });
  }

  private <T> T written(FencingToken token, RecordWrite change, T value) {
    records.write(token, change);
    return value;
  }
}
