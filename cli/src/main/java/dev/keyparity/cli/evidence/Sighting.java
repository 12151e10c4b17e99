package dev.keyparity.cli.evidence;

import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.keyring.Verdict;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A leader saw a host with one verdict from a first look to a last one, without a pause.
 *
 * @param verdict never UNKNOWN: what no sighting covers is not known
 * @param identity of the key that was approved then, as statements name it
 * @param held primary fingerprint of what it held; empty where that was not readable
 */
record Sighting(Verdict verdict, String identity, String held, Instant from, Instant until) {
  private static final Pattern IDENTITY = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern HELD = Pattern.compile("([0-9A-F]{40})?");

  Sighting {
    if (verdict == Verdict.UNKNOWN || until.isBefore(from)) {
      throw new IllegalArgumentException(
          "span: %s from %s until %s (expected: what was seen, and an end)"
              .formatted(verdict, from, until));
    }
    if (!IDENTITY.matcher(identity).matches() || !HELD.matcher(held).matches()) {
      throw new IllegalArgumentException(
          "span: identity %s, held %s (expected: 64 hex digits, and a fingerprint or nothing)"
              .formatted(identity, held));
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
