package dev.keyparity.agent.control;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks this host's own KMS whether it serves. Any answer of the KMS application counts, also a
 * refusal: whoever asks is not to be served, only to learn that somebody serves. Thread-safe.
 */
public final class KmsHealth {
  private static final Duration DEADLINE = Duration.ofSeconds(1);
  private static final int SERVER_ERRORS = 500;

  private final URI keys;

  /**
   * @param kms the base address, whose path ends in {@code /kms}
   */
  public KmsHealth(URI kms) {
    // Of Hadoop KMS's REST API ("Get Key Names"); unauthenticated it answers 401 without touching a
    // key.
    this.keys = URI.create(kms + (kms.toString().endsWith("/") ? "" : "/") + "v1/keys/names");
  }

  /** Empty if it serves; else why not, in one sentence. */
  public Optional<String> problem() {
    HttpURLConnection connection = null;
    try {
      connection = (HttpURLConnection) keys.toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout((int) DEADLINE.toMillis());
      connection.setReadTimeout((int) DEADLINE.toMillis());
      connection.setInstanceFollowRedirects(false);
      connection.setRequestProperty("Connection", "close");
      int status = connection.getResponseCode();
      // A servlet container whose application did not start answers 404 or 503.
      return status < SERVER_ERRORS && status != HttpURLConnection.HTTP_NOT_FOUND
          ? Optional.empty()
          : Optional.of(keys + ": answers " + status);
    } catch (IOException e) {
      return Optional.of(keys + ": " + e.getMessage());
    } finally {
      if (connection != null) {
        connection.disconnect();
      }
    }
  }
}
