package dev.keyparity.coordinator.statuspage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The page's own style, script and icon, and the policy that lets the browser use these and nothing
 * else. Style and script stand in the page itself, named by their digests: one request, one answer.
 */
final class OwnResources {
  /** Where the icon is served. */
  static final String ICON_PATH = "/icon.svg";

  static final String ICON = read("icon.svg");
  static final String STYLE = read("page.css");
  static final String SCRIPT = read("page.js");

  static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "style-src " + digest(STYLE),
          "script-src " + digest(SCRIPT),
          "connect-src 'self'",
          "img-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'");

  private OwnResources() {}

  private static String read(String name) {
    try (InputStream in = OwnResources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not in our own jar: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " in our own jar", e);
    }
  }

  private static String digest(String own) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(own.getBytes(StandardCharsets.UTF_8));
      return "'sha256-%s'".formatted(Base64.getEncoder().encodeToString(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
