package dev.keyparity.coordinator.evidence;

import dev.keyparity.coordinator.records.RecordKey;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.daemon.warrant.SignedDocument;
import dev.keyparity.daemon.warrant.Warrant;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What operators let policy do to a service by itself, until the warrant expires. Stored as {@code
 * keyparity.standing-warrant/1} while it stands. Agents judge the signatures, and whether what is
 * asked for is within it.
 *
 * @param since by the clock of the coordinator that was told, whole milliseconds
 * @param by the operators who signed, as certified
 * @param warrant what is signed
 * @param signed the warrant with their signatures
 */
public record StandingWarrant(Instant since, String by, Warrant warrant, SignedDocument signed) {
  public static final RecordType<StandingWarrant> TYPE =
      new RecordType<>(
          RecordKey.Kind.POLICY,
          "keyparity.standing-warrant/1",
          StandingWarrant::write,
          StandingWarrant::read);

  public StandingWarrant {
    if (!warrant.isStanding()) {
      throw new IllegalArgumentException(
          "standing warrant: of run %s (expected: of none)".formatted(warrant.run()));
    }
  }

  private void write(Json.ObjectBuilder out) {
    out.put("since", since.toString())
        .put("by", by)
        .put("signed", new String(signed.canonicalBytes(), StandardCharsets.UTF_8));
  }

  private static StandingWarrant read(RecordFields fields) throws MalformedRecord {
    SignedDocument signed =
        SignedDocument.parse(fields.string("signed").getBytes(StandardCharsets.UTF_8));
    return new StandingWarrant(
        fields.instant("since"), fields.string("by"), Warrant.parse(signed.payload()), signed);
  }
}
