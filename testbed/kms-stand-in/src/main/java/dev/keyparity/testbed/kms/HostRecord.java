package dev.keyparity.testbed.kms;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * The key a host last started with, as it published it.
 *
 * <pre>
 * {"format":"keyparity.kms-stand-in-host/1","host":"kms1","fingerprints":["0123…CDEF","4567…89AB"]}
 * </pre>
 *
 * @param fingerprints of all keys and subkeys of its ring, sorted, 40 upper-case hex digits each
 */
@JsonPropertyOrder({"format", "host", "fingerprints"})
record HostRecord(
    @JsonProperty("format") String format,
    @JsonProperty("host") String host,
    @JsonProperty("fingerprints") List<String> fingerprints)
    implements StoredFormat {
  static final String FORMAT = "keyparity.kms-stand-in-host/1";

  HostRecord {
    fingerprints = fingerprints.stream().sorted().toList();
  }

  static HostRecord of(String host, List<String> fingerprints) {
    return new HostRecord(FORMAT, host, fingerprints);
  }
}
