package dev.keyparity.testbed.lab.kms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyparity.testbed.lab.process.LabException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Asks one KMS host over its REST API (Apache Hadoop KMS 3.4.2, "KMS HTTP REST API") as a user,
 * with simple authentication and without cookies, so that every request stands alone. For tests and
 * the demo's scene-setting; the product has its own client. Thread-safe.
 */
public final class KmsRest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Duration SERVING = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int KEY_BYTES = 16;

  private final URI base;
  private final String user;

  /**
   * @param base {@code http://ADDRESS:PORT/kms}
   */
  public KmsRest(URI base, String user) {
    this.base = base;
    this.user = user;
  }

  /**
   * An answer whatever it is.
   *
   * @param status of HTTP
   * @param message of the server's exception, empty if there is none
   */
  public record Answer(int status, String message) {
    public boolean isOk() {
      return status == 200;
    }
  }

  /**
   * What the service says about a key.
   *
   * @param versions NAME@0 to NAME@(versions-1)
   */
  public record KeyMetadata(String name, String cipher, int bits, int versions) {
    public List<String> versionNames() {
      List<String> names = new ArrayList<>();
      for (int number = 0; number < versions; number++) {
        names.add(name + "@" + number);
      }
      return List.copyOf(names);
    }
  }

  /** Whether it answers, if only to refuse this user. */
  public boolean isServing() {
    try {
      return send(request("/v1/keys/names", "").timeout(SERVING)).statusCode() < 500;
    } catch (LabException e) {
      if (e.code() == LabException.Code.INTERRUPTED) {
        throw e;
      }
      return false;
    }
  }

  public List<String> names() {
    List<String> names = new ArrayList<>();
    get("/v1/keys/names", "").forEach(name -> names.add(name.asText()));
    return List.copyOf(names);
  }

  public KeyMetadata metadata(String key) {
    JsonNode json = get("/v1/key/" + encoded(key) + "/_metadata", "");
    return new KeyMetadata(
        json.path("name").asText(),
        json.path("cipher").asText(),
        json.path("length").asInt(),
        json.path("versions").asInt());
  }

  /** Makes a key of 128 bits and returns the name of its first version. */
  public String create(String key) {
    Map<String, Object> body =
        Map.of("name", key, "cipher", "AES/CTR/NoPadding", "length", KEY_BYTES * 8);
    return post("/v1/keys", "", body).path("versionName").asText();
  }

  /** Makes the next version of a key and returns its name. */
  public String roll(String key) {
    return post("/v1/key/" + encoded(key), "", Map.of()).path("versionName").asText();
  }

  public Answer delete(String key) {
    return answer(send(request("/v1/key/" + encoded(key), "").DELETE()));
  }

  /** Has a fresh data key made under the key's current version. */
  public DataKey generate(String key) {
    JsonNode json = get("/v1/key/" + encoded(key) + "/_eek", "&eek_op=generate&num_keys=1").path(0);
    return new DataKey(
        key,
        json.path("versionName").asText(),
        json.path("iv").asText(),
        json.path("encryptedKeyVersion").path("material").asText());
  }

  /** Asks for the data key in clear, and keeps only whether that worked. */
  public Answer decrypt(DataKey dataKey) {
    return answer(postDecrypt(dataKey));
  }

  /** SHA-256 of the data key in clear, for telling whether two hosts mean the same. */
  public String digestOfDecrypted(DataKey dataKey) {
    byte[] clear =
        Base64.getUrlDecoder().decode(body(postDecrypt(dataKey)).path("material").asText());
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(clear));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Asks whether the host can open a version, by having a random data key "decrypted": the answer
   * would be rubbish and is discarded, but only a host that can open the version gives one.
   */
  public Answer opens(String version) {
    byte[] random = new byte[2 * KEY_BYTES];
    RandomGenerator.getDefault().nextBytes(random);
    Base64.Encoder base64 = Base64.getUrlEncoder();
    String iv = base64.encodeToString(Arrays.copyOf(random, KEY_BYTES));
    String material = base64.encodeToString(Arrays.copyOfRange(random, KEY_BYTES, 2 * KEY_BYTES));
    String key = version.substring(0, version.lastIndexOf('@'));
    return decrypt(new DataKey(key, version, iv, material));
  }

  private HttpResponse<String> postDecrypt(DataKey dataKey) {
    return send(
        json(
            request("/v1/keyversion/" + encoded(dataKey.version()) + "/_eek", "&eek_op=decrypt"),
            Map.of("name", dataKey.key(), "iv", dataKey.iv(), "material", dataKey.material())));
  }

  private JsonNode get(String path, String query) {
    return body(send(request(path, query).GET()));
  }

  private JsonNode post(String path, String query, Map<String, Object> body) {
    return body(send(json(request(path, query), body)));
  }

  private HttpRequest.Builder request(String path, String query) {
    return HttpRequest.newBuilder(URI.create(base + path + "?user.name=" + encoded(user) + query))
        .timeout(ANSWER);
  }

  private static HttpRequest.Builder json(HttpRequest.Builder request, Map<String, ?> body) {
    try {
      return request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of text and numbers is JSON", e);
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new LabException(
          LabException.Code.NOT_SERVING, base + ": no answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw LabException.interrupted("asking " + base, e);
    }
  }

  private JsonNode body(HttpResponse<String> response) {
    if (response.statusCode() / 100 != 2) {
      Answer refusal = answer(response);
      throw new LabException(
          LabException.Code.REFUSED,
          "%s %s as %s: status %d: %s"
              .formatted(
                  response.request().method(),
                  response.uri().getPath(),
                  user,
                  refusal.status(),
                  refusal.message()));
    }
    return parse(response.body());
  }

  private static Answer answer(HttpResponse<String> response) {
    boolean ok = response.statusCode() / 100 == 2;
    // An answer that worked holds a data key in clear; it is not even looked at.
    String message =
        ok ? "" : parse(response.body()).path("RemoteException").path("message").asText();
    return new Answer(response.statusCode(), message);
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text.isEmpty() ? "{}" : text);
    } catch (JsonProcessingException e) {
      // A refusal by the servlet container is HTML.
      return JSON.createObjectNode();
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
