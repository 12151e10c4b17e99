package dev.keyparity.cli.evidence;

import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.keyring.Verdict;
import java.time.Instant;

/**
 * A leader saw a host with one verdict from a first look to a last one, without a pause.
 *
 * @param verdict never UNKNOWN: what no sighting covers is not known
 * @param identity of the key that was approved then, as statements name it
 * @param held primary fingerprint of what it held; empty where that was not readable
 */
record Sighting(Verdict verdict, String identity, String held, Instant from, Instant until) {
  Sighting {
    if (verdict == Verdict.UNKNOWN || until.isBefore(from)) {
      throw new IllegalArgumentException(
          "span: %s from %s until %s (expected: what was seen, and an end)"
              .formatted(verdict, from, until));
    }
  }

  Json toJson() {
    return Json.object()
        .put("from", from.toString())
        .put("held", held)
        .put("identity", identity)
        .put("until", until.toString())
        .put("verdict", verdict.name())
        .build();
  }

  static Sighting read(RecordFields fields) throws MalformedRecord {
    Sighting sighting =
        new Sighting(
            Verdict.valueOf(fields.string("verdict")),
            fields.string("identity"),
            fields.string("held"),
            fields.instant("from"),
            fields.instant("until"));
    fields.end();
    return sighting;
  }
}
