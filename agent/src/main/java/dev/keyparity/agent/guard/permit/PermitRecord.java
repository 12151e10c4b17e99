package dev.keyparity.agent.guard.permit;

import dev.keyparity.agent.guard.state.StateFiles;
import dev.keyparity.agent.guard.state.StateRecord;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a host durably knows about permits of one service, {@code keyparity.permits/1}:
 *
 * <pre>{@code
 * {"begun":{"at_ms":1,"boot_id":"b","boot_ticks":9,"effect_started":false,"generation":1,
 *  "nonce":3,"process":"p"},"format":"keyparity.permits/1","member_generation":1,"nonce":3,
 *  "stop_begun":true,"stop_ended":false}
 * }</pre>
 *
 * @param memberGeneration the statement generation under which this host became a member; 0: none
 * @param servedAgain the newest begun stop that ended; null if none did
 */
record PermitRecord(
    long nonceHighWater,
    long memberGeneration,
    @Nullable BegunStop begun,
    @Nullable ServesAgain servedAgain) {
  static final String FORMAT = "keyparity.permits/1";

  static final PermitRecord NONE = new PermitRecord(0, 0, null, null);

  static String nameOf(String service) {
    return "permits/" + service + ".json";
  }

  static Optional<PermitRecord> read(StateFiles files, String service, String host) {
    return StateRecord.read(files, nameOf(service), FORMAT, fields -> read(fields, service, host));
  }

  private static PermitRecord read(RecordFields fields, String service, String host)
      throws MalformedRecord {
    return new PermitRecord(
        fields.integer("nonce"),
        fields.integer("member_generation"),
        readBegun(fields),
        readServedAgain(fields, service, host));
  }

  private static @Nullable BegunStop readBegun(RecordFields record) throws MalformedRecord {
    if (!record.bool("stop_begun")) {
      return null;
    }
    RecordFields fields = record.record("begun");
    BegunStop begun =
        new BegunStop(
            fields.integer("nonce"),
            fields.integer("generation"),
            Instant.ofEpochMilli(fields.integer("at_ms")),
            fields.string("boot_id"),
            fields.integer("boot_ticks"),
            fields.string("process"),
            fields.bool("effect_started"));
    fields.end();
    return begun;
  }

  private static @Nullable ServesAgain readServedAgain(
      RecordFields record, String service, String host) throws MalformedRecord {
    if (!record.bool("stop_ended")) {
      return null;
    }
    RecordFields fields = record.record("served_again");
    ServesAgain word =
        new ServesAgain(
            service,
            host,
            fields.integer("generation"),
            fields.integer("nonce"),
            Instant.ofEpochMilli(fields.integer("process_started_ms")));
    fields.end();
    return word;
  }

  void write(StateFiles files, String service) {
    Json.ObjectBuilder out =
        Json.object()
            .put("format", FORMAT)
            .put("nonce", nonceHighWater)
            .put("member_generation", memberGeneration)
            .put("stop_begun", begun != null)
            .put("stop_ended", servedAgain != null);
    if (begun != null) {
      out.put(
          "begun",
          Json.object()
              .put("nonce", begun.nonce())
              .put("generation", begun.generation())
              .put("at_ms", begun.at().toEpochMilli())
              .put("boot_id", begun.bootId())
              .put("boot_ticks", begun.bootTicks())
              .put("process", begun.process())
              .put("effect_started", begun.effectStarted())
              .build());
    }
    if (servedAgain != null) {
      out.put(
          "served_again",
          Json.object()
              .put("generation", servedAgain.generation())
              .put("nonce", servedAgain.nonce())
              .put("process_started_ms", servedAgain.processStarted().toEpochMilli())
              .build());
    }
    StateRecord.write(files, nameOf(service), out.build());
  }
}
