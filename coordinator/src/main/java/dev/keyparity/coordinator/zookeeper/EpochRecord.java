package dev.keyparity.coordinator.zookeeper;

import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;

/**
 * The value of the epoch znode, {@code keyparity.epoch/1}: the newest leadership. Durable.
 *
 * @param epoch from 1
 */
record EpochRecord(long epoch, Participant leader) {
  private static final String FORMAT = "keyparity.epoch/1";

  byte[] encode() {
    return CanonicalJson.encode(
        Json.object()
            .put("format", FORMAT)
            .put("epoch", epoch)
            .put("holder", leader.holder())
            .put("name", leader.name())
            .put("address", leader.address())
            .build());
  }

  static EpochRecord parse(byte[] bytes) throws MalformedRecord {
    RecordFields fields = CanonicalJson.parseRecord(bytes, "epoch").format(FORMAT);
    EpochRecord record =
        new EpochRecord(
            fields.integer("epoch"),
            new Participant(
                fields.string("name"), fields.string("holder"), fields.string("address")));
    fields.end();
    return record;
  }
}
