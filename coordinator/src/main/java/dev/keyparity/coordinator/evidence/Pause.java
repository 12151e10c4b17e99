package dev.keyparity.coordinator.evidence;

import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.time.Instant;

/**
 * An operator's word that keyparity does nothing to a service by itself. Stored as {@code
 * keyparity.pause/1} while it stands, and removed with its end, which is another operator's word:
 * it has none of its own.
 *
 * @param since by the clock of the coordinator that was told, whole milliseconds
 * @param by the operator, as certified
 */
public record Pause(Instant since, String by, String reason) {
  static final RecordType<Pause> TYPE =
      new RecordType<>(RecordKey.Kind.PAUSE, "keyparity.pause/1", Pause::write, Pause::read);

  public Pause {
    if (by.isBlank() || reason.isBlank()) {
      throw new IllegalArgumentException(
          "pause: by '%s', reason '%s' (expected: both)".formatted(by, reason));
    }
  }

  /** Whether the same was said again, as after an answer that was lost. */
  public boolean isRepeatedBy(Pause other) {
    return by.equals(other.by) && reason.equals(other.reason);
  }

  private void write(Json.ObjectBuilder out) {
    out.put("since", since.toString()).put("by", by).put("reason", reason);
  }

  private static Pause read(RecordFields fields) throws MalformedRecord {
    return new Pause(fields.instant("since"), fields.string("by"), fields.string("reason"));
  }
}
