package dev.keyparity.agent.guard.permit;

import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.time.Instant;

/**
 * The documents of stop permits as canonical JSON: {@code keyparity.ask/1}, {@code
 * keyparity.permit/1}, {@code keyparity.serves-again/1}. The latter two travel signed with the
 * giver's TLS key.
 */
final class PermitDocuments {
  static final String ASK = "keyparity.ask/1";
  static final String PERMIT = "keyparity.permit/1";
  static final String SERVES_AGAIN = "keyparity.serves-again/1";

  private PermitDocuments() {}

  static byte[] encode(Ask ask) {
    return CanonicalJson.encode(
        Json.object()
            .put("format", ASK)
            .put("service", ask.service())
            .put("generation", ask.generation())
            .put("asker", ask.asker())
            .put("nonce", ask.nonce())
            .put("standing", ask.standing().word())
            .build());
  }

  static Ask parseAsk(byte[] bytes) throws MalformedRecord {
    RecordFields fields = CanonicalJson.parseRecord(bytes, "ask").format(ASK);
    Ask ask =
        new Ask(
            fields.string("service"),
            fields.integer("generation"),
            fields.string("asker"),
            fields.integer("nonce"),
            standing(fields.string("standing")));
    fields.end();
    return ask;
  }

  static byte[] encode(Permit permit) {
    return CanonicalJson.encode(
        Json.object()
            .put("format", PERMIT)
            .put("service", permit.service())
            .put("generation", permit.generation())
            .put("asker", permit.asker())
            .put("nonce", permit.nonce())
            .put("giver", permit.giver())
            .put("giver_standing", permit.giverStanding().word())
            .put("giver_serves", permit.serves())
            .put("giver_serving_identity", permit.servingIdentity())
            .put("begun_stop", false)
            .build());
  }

  static Permit parsePermit(byte[] bytes) throws MalformedRecord {
    RecordFields fields = CanonicalJson.parseRecord(bytes, "permit").format(PERMIT);
    if (fields.bool("begun_stop")) {
      throw new MalformedRecord("permit: begun_stop: true (expected: false)");
    }
    Permit permit =
        new Permit(
            fields.string("service"),
            fields.integer("generation"),
            fields.string("asker"),
            fields.integer("nonce"),
            fields.string("giver"),
            standing(fields.string("giver_standing")),
            fields.bool("giver_serves"),
            fields.string("giver_serving_identity"));
    fields.end();
    return permit;
  }

  static byte[] encode(ServesAgain word) {
    return CanonicalJson.encode(
        Json.object()
            .put("format", SERVES_AGAIN)
            .put("service", word.service())
            .put("host", word.host())
            .put("generation", word.generation())
            .put("nonce", word.nonce())
            .put("process_started_ms", word.processStarted().toEpochMilli())
            .build());
  }

  static ServesAgain parseServesAgain(byte[] bytes) throws MalformedRecord {
    RecordFields fields = CanonicalJson.parseRecord(bytes, "serves-again").format(SERVES_AGAIN);
    ServesAgain word =
        new ServesAgain(
            fields.string("service"),
            fields.string("host"),
            fields.integer("generation"),
            fields.integer("nonce"),
            Instant.ofEpochMilli(fields.integer("process_started_ms")));
    fields.end();
    return word;
  }

  private static Standing standing(String word) throws MalformedRecord {
    for (Standing standing : Standing.values()) {
      if (standing.word().equals(word)) {
        return standing;
      }
    }
    throw new MalformedRecord("standing: " + word + " (expected: member or joining)");
  }
}
