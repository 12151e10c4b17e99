package dev.keyparity.coordinator.kms;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;

/** How a request tells a KMS who asks. Thread-safe. */
public interface KmsAuthentication {

  /** What stands in every request's query, such as {@code user.name=keyparity}; may be empty. */
  String query();

  /** Adds what stands in a request's headers. */
  void addTo(HttpRequest.Builder request);

  /** Hadoop's simple authentication: the user is believed. */
  static KmsAuthentication simple(String user) {
    return new Simple(user);
  }

  /** Simple authentication as one user. */
  record Simple(String user) implements KmsAuthentication {
    @Override
    public String query() {
      return "user.name=" + URLEncoder.encode(user, StandardCharsets.UTF_8);
    }

    @Override
    public void addTo(HttpRequest.Builder request) {
      // Nothing: simple authentication stands in the query alone.
    }
  }
}
