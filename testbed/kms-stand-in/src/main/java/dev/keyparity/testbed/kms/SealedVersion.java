package dev.keyparity.testbed.kms;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Base64;

/**
 * One version of a key as the shared store holds it: only a holder of the private key it was sealed
 * to can open it.
 *
 * <pre>
 * {"format":"keyparity.kms-stand-in-version/1","version":"payroll@0","sealed_to":"0123…CDEF","message":"hQEMA…"}
 * </pre>
 *
 * @param version the version's name, NAME@N
 * @param sealedTo fingerprint of the OpenPGP key it was encrypted to, 40 upper-case hex digits
 * @param message the OpenPGP message (RFC 4880, 11.3) in base64
 */
@JsonPropertyOrder({"format", "version", "sealed_to", "message"})
record SealedVersion(
    @JsonProperty("format") String format,
    @JsonProperty("version") String version,
    @JsonProperty("sealed_to") String sealedTo,
    @JsonProperty("message") String message)
    implements StoredFormat {
  static final String FORMAT = "keyparity.kms-stand-in-version/1";

  static SealedVersion of(String version, String sealedTo, byte[] message) {
    return new SealedVersion(
        FORMAT, version, sealedTo, Base64.getEncoder().encodeToString(message));
  }

  byte[] messageBytes() {
    return Base64.getDecoder().decode(message);
  }
}
