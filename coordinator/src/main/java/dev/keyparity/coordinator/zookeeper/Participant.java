package dev.keyparity.coordinator.zookeeper;

import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.nio.charset.StandardCharsets;

/**
 * One coordinator that stands for election, as its latch node says: {@code
 * keyparity.participant/1}.
 *
 * @param holder unique for each process start
 * @param address where operators reach it, {@code host:port}
 */
record Participant(String name, String holder, String address) {
  private static final String FORMAT = "keyparity.participant/1";

  String encode() {
    return CanonicalJson.encodeText(
        Json.object()
            .put("format", FORMAT)
            .put("name", name)
            .put("holder", holder)
            .put("address", address)
            .build());
  }

  static Participant parse(String text) throws MalformedRecord {
    RecordFields fields =
        CanonicalJson.parseRecord(text.getBytes(StandardCharsets.UTF_8), "participant")
            .format(FORMAT);
    Participant participant =
        new Participant(fields.string("name"), fields.string("holder"), fields.string("address"));
    fields.end();
    return participant;
  }

  Leadership.Coordinator asCoordinator() {
    return new Leadership.Coordinator(name, holder, address);
  }
}
