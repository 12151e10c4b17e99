package dev.keyparity.agent.settings;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Which properties' values are never shown, and what is shown instead. */
final class SecretNames {
  /** Key Trustee's authorization code: whoever has it may register clients. */
  private static final Set<String> EXACT = Set.of("cloudera.trustee.keyprovider.auth");

  private static final Set<String> PARTS = Set.of("password", "passphrase", "secret", "credential");

  private SecretNames() {}

  static boolean isSecret(String property) {
    String name = property.toLowerCase(Locale.ROOT);
    // "…signer.secret.provider" and its like name a mechanism; their values are no secrets.
    boolean mechanism = name.contains("secret.provider") || name.contains("secret-manager");
    return EXACT.contains(name) || (!mechanism && PARTS.stream().anyMatch(name::contains));
  }

  static String seal(String value, byte[] nonce) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(nonce, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256, which every Java has, cannot be used", e);
    }
  }
}
