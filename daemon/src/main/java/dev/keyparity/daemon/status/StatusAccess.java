package dev.keyparity.daemon.status;

import dev.keyparity.daemon.config.UserPassword;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Who may read the status endpoint: everyone who reaches it, or those with a password; in clear or
 * over TLS. Does not print the password.
 */
public final class StatusAccess {
  private final @Nullable SSLContext tls;
  private final byte @Nullable [] expectedDigest;

  private StatusAccess(@Nullable SSLContext tls, byte @Nullable [] expectedDigest) {
    this.tls = tls;
    this.expectedDigest = expectedDigest;
  }

  /** In clear and for everyone: for loopback. */
  public static StatusAccess open() {
    return new StatusAccess(null, null);
  }

  public StatusAccess withTls(SSLContext context) {
    return new StatusAccess(context, expectedDigest);
  }

  /** Asks for a user name and password (RFC 7617). */
  public StatusAccess withBasicAuth(UserPassword pair) {
    return new StatusAccess(tls, sha256(pair.reveal()));
  }

  /** Whether it may be offered beyond this host. */
  boolean isGuarded() {
    return tls != null && expectedDigest != null;
  }

  @Nullable SSLContext tls() {
    return tls;
  }

  /**
   * Compared as digests: equal length, and in time that does not depend on the first difference.
   */
  boolean allows(@Nullable String authorizationHeader) {
    if (expectedDigest == null) {
      return true;
    }
    if (authorizationHeader == null || !authorizationHeader.startsWith("Basic ")) {
      return false;
    }
    try {
      byte[] given = Base64.getDecoder().decode(authorizationHeader.substring(6).strip());
      return MessageDigest.isEqual(expectedDigest, sha256(given));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return (tls == null ? "clear" : "TLS")
        + (expectedDigest == null ? "" : ", password (redacted)");
  }
}
