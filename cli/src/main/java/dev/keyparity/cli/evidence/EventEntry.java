package dev.keyparity.cli.evidence;

import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.time.Instant;

/** One line of the service's event list. */
record EventEntry(Instant at, String severity, String message) {
  Json toJson() {
    return Json.object()
        .put("at", at.toString())
        .put("message", message)
        .put("severity", severity)
        .build();
  }

  static EventEntry read(RecordFields fields) throws MalformedRecord {
    EventEntry event =
        new EventEntry(fields.instant("at"), fields.string("severity"), fields.string("message"));
    fields.end();
    return event;
  }
}
