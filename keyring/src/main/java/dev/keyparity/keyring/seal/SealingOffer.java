package dev.keyparity.keyring.seal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a target offers: "for this run, seal for this key". The target's identity attests it over
 * {@link #canonicalBytes}; the source checks that, then seals for exactly this offer.
 *
 * @param group the coordinator group
 * @param source the host that holds the key
 * @param target the host that receives it
 * @param sourceNonce made by the source for this transfer, so that an old offer is no answer
 * @param sealingKey the public X25519 key, 64 lower-case hexadecimal digits
 * @param expiresAt after this neither side uses it
 */
public record SealingOffer(
    String group,
    String service,
    String run,
    String source,
    String target,
    String sourceNonce,
    String sealingKey,
    Instant expiresAt) {
  private static final String DOMAIN = "keyparity.sealing-offer/1";
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
  private static final int MOST_CHARACTERS = 255;

  public SealingOffer {
    for (String field : List.of(group, service, run, source, target, sourceNonce)) {
      if (field.isBlank() || field.length() > MOST_CHARACTERS) {
        throw new IllegalArgumentException(
            "sealing offer: " + field + " (expected: 1 to " + MOST_CHARACTERS + " characters)");
      }
    }
    if (!KEY.matcher(sealingKey).matches()) {
      throw new IllegalArgumentException(
          "sealing key: " + sealingKey + " (expected: 64 lower-case hexadecimal digits)");
    }
    if (source.equals(target)) {
      throw new IllegalArgumentException(
          "sealing offer: target " + target + " (expected: another host than the source)");
    }
  }

  /**
   * The bytes to sign and to bind: {@code keyparity.sealing-offer/1}, a zero octet, then each field
   * in declared order as a four-octet big-endian length and UTF-8; the time as in RFC 3339, UTC.
   */
  public byte[] canonicalBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(DOMAIN.getBytes(StandardCharsets.US_ASCII));
    out.write(0);
    for (String field :
        List.of(
            group, service, run, source, target, sourceNonce, sealingKey, expiresAt.toString())) {
      byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
      out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }
}
