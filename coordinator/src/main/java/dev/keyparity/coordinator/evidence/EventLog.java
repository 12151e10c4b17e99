package dev.keyparity.coordinator.evidence;

import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The last things that happened to a service, newest first, bounded. Stored as {@code
 * keyparity.events/1}; for people, never for decisions.
 */
public record EventLog(List<Event> events) {
  public static final EventLog EMPTY = new EventLog(List.of());

  /** How many are kept of a service. */
  public static final int KEPT = 100;

  static final RecordType<EventLog> TYPE =
      new RecordType<>(
          RecordKey.Kind.EVENTS, "keyparity.events/1", EventLog::write, EventLog::read);

  /** How much it matters. */
  public enum Severity {
    INFO,
    WARNING,
    CRITICAL;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param message one sentence, without a digest or a secret
   */
  public record Event(Instant at, Severity severity, String message) {}

  public EventLog {
    events = List.copyOf(events);
  }

  /**
   * With one more. The same event again changes nothing: a writer who was not answered may write it
   * once more.
   */
  public EventLog with(Event event) {
    if (events.contains(event)) {
      return this;
    }
    List<Event> all = new ArrayList<>();
    all.add(event);
    all.addAll(events);
    return new EventLog(all.subList(0, Math.min(KEPT, all.size())));
  }

  private void write(Json.ObjectBuilder out) {
    List<Json> list = new ArrayList<>();
    for (Event event : events) {
      list.add(
          Json.object()
              .put("at", event.at().toString())
              .put("severity", event.severity().text())
              .put("message", event.message())
              .build());
    }
    out.put("events", new Json.Arr(list));
  }

  private static EventLog read(RecordFields fields) throws MalformedRecord {
    List<Event> events = new ArrayList<>();
    for (RecordFields one : fields.records("events")) {
      events.add(
          new Event(
              one.instant("at"),
              Severity.valueOf(one.string("severity").toUpperCase(Locale.ROOT)),
              one.string("message")));
      one.end();
    }
    return new EventLog(events);
  }
}
