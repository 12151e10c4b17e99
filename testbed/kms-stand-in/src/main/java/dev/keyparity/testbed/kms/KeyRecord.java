package dev.keyparity.testbed.kms;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the shared store says about a key in clear.
 *
 * <pre>
 * {"format":"keyparity.kms-stand-in-key/1","name":"payroll","cipher":"AES/CTR/NoPadding","bit_length":128,
 * "attributes":{"key.acl.name":"payroll"},"created":"2026-11-24T09:00:00Z","versions":2}</pre>
 *
 * @param bitLength of the key material
 * @param attributes as the server gave them
 * @param created when, RFC 3339 UTC
 * @param versions how many there are: NAME@0 to NAME@(versions-1)
 * @param deleted when it was deleted, absent otherwise; its versions stay, as Key Trustee keeps
 *     them
 */
@JsonPropertyOrder({
  "format",
  "name",
  "cipher",
  "bit_length",
  "description",
  "attributes",
  "created",
  "versions",
  "deleted"
})
record KeyRecord(
    @JsonProperty(value = "format", required = true) String format,
    @JsonProperty("name") String name,
    @JsonProperty("cipher") String cipher,
    @JsonProperty("bit_length") int bitLength,
    @JsonProperty("description") @Nullable String description,
    @JsonProperty("attributes") Map<String, String> attributes,
    @JsonProperty("created") String created,
    @JsonProperty("versions") int versions,
    @JsonProperty("deleted") @Nullable String deleted)
    implements StoredFormat {
  static final String FORMAT = "keyparity.kms-stand-in-key/1";

  KeyRecord {
    attributes = Map.copyOf(attributes);
    if (versions < 1) {
      throw new IllegalArgumentException(
          "key " + name + ": " + versions + " versions (expected: 1 or more)");
    }
  }

  static KeyRecord of(
      String name,
      String cipher,
      int bitLength,
      @Nullable String description,
      Map<String, String> attributes,
      Instant created) {
    return new KeyRecord(
        FORMAT, name, cipher, bitLength, description, attributes, created.toString(), 1, null);
  }

  boolean isDeleted() {
    return deleted != null;
  }

  KeyRecord withOneMoreVersion() {
    return new KeyRecord(
        FORMAT, name, cipher, bitLength, description, attributes, created, versions + 1, deleted);
  }

  KeyRecord deletedAt(Instant at) {
    return new KeyRecord(
        FORMAT, name, cipher, bitLength, description, attributes, created, versions, at.toString());
  }
}
