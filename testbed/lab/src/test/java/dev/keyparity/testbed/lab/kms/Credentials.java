package dev.keyparity.testbed.lab.kms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** What a host hands out to who authenticated, and whether another host takes it. */
final class Credentials {
  private Credentials() {}

  /** The signed cookie. */
  static String cookie(KmsHost host) throws IOException {
    HttpURLConnection connection = open(host, "keys/names?user.name=" + KmsConfiguration.KEYPARITY);
    assertThat(connection.getResponseCode()).isEqualTo(200);
    return connection.getHeaderField("Set-Cookie").split(";", 2)[0];
  }

  static int statusWithCookie(KmsHost host, String cookie) throws IOException {
    HttpURLConnection connection = open(host, "keys/names");
    connection.setRequestProperty("Cookie", cookie);
    return connection.getResponseCode();
  }

  static String delegationToken(KmsHost host) throws IOException {
    String query = "?op=GETDELEGATIONTOKEN&renewer=yarn&user.name=" + KmsConfiguration.KEYPARITY;
    HttpURLConnection connection = open(host, query);
    assertThat(connection.getResponseCode()).isEqualTo(200);
    try (InputStream body = connection.getInputStream()) {
      return new ObjectMapper().readTree(body).path("Token").path("urlString").asText();
    }
  }

  static int statusWithToken(KmsHost host, String token) throws IOException {
    return open(host, "keys/names?delegation=" + token).getResponseCode();
  }

  private static HttpURLConnection open(KmsHost host, String rest) throws IOException {
    return (HttpURLConnection) URI.create(host.uri() + "/v1/" + rest).toURL().openConnection();
  }
}
