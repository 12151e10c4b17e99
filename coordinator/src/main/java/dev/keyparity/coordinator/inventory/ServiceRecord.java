package dev.keyparity.coordinator.inventory;

import dev.keyparity.daemon.canonical.CanonicalJson;
import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A service file as it was applied, {@code keyparity.service/1}: the operator's own text, comments
 * and all, and who applied it. Durable.
 *
 * @param text YAML, as it was given
 */
public record ServiceRecord(String text, String appliedBy, Instant appliedAt) {
  private static final String FORMAT = "keyparity.service/1";

  public byte[] encode() {
    return CanonicalJson.encode(
        Json.object()
            .put("format", FORMAT)
            .put("text", text)
            .put("applied_by", appliedBy)
            .put("applied_at", appliedAt.toString())
            .build());
  }

  /**
   * @throws KeyparityException STATE_CORRUPT
   */
  public static ServiceRecord parse(byte[] bytes) {
    try {
      RecordFields fields = CanonicalJson.parseRecord(bytes, "service").format(FORMAT);
      ServiceRecord record =
          new ServiceRecord(
              fields.string("text"), fields.string("applied_by"), fields.instant("applied_at"));
      fields.end();
      return record;
    } catch (MalformedRecord e) {
      throw new KeyparityException(
          ErrorCode.STATE_CORRUPT, e.getMessage() + " (expected: " + FORMAT + ")", "", e);
    }
  }

  /** What the text declares. */
  public ServiceSpec spec(String service) {
    return ServiceFile.parse(service + ".yaml", text.getBytes(StandardCharsets.UTF_8));
  }
}
