package dev.keyparity.coordinator.kms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyparity.coordinator.kms.KmsAnswer.Kind;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/**
 * One exchange with one KMS: bounded in time, from the first byte out to the last byte in, and in
 * size. Thread-safe. Only an answer that looks like a KMS's own (JSON, or its RemoteException) is
 * taken for an answer: a proxy's error page proves nothing about a key.
 */
final class KmsHttp {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_DETAIL = 300;

  private final HttpClient http;
  private final URI base;
  private final KmsAuthentication authentication;
  private final Duration deadline;

  KmsHttp(HttpClient http, URI base, KmsAuthentication authentication, Duration deadline) {
    this.http = http;
    this.base = base;
    this.authentication = authentication;
    this.deadline = deadline;
  }

  /** A 2xx answer's JSON. */
  KmsAnswer<JsonNode> get(String path, String query) {
    return exchange(request(path, query).GET(), BoundedBody.handler(), KmsHttp::read);
  }

  /** A 2xx answer's bare success: its body, which may hold key material, is dropped unread. */
  KmsAnswer<JsonNode> postAndDropAnswer(String path, String query, Map<String, ?> body) {
    HttpRequest.Builder request =
        request(path, query)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(encode(body)));
    return exchange(request, BoundedBody.onlyOfRefusals(), KmsHttp::read);
  }

  /** A success that has no body: Hadoop names some type for it all the same, as text/html. */
  KmsAnswer<JsonNode> postForNothing(String path) {
    HttpRequest.Builder request =
        request(path, "")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(encode(Map.of())));
    return exchange(
        request,
        BoundedBody.handler(),
        response ->
            response.statusCode() / 100 == 2 && response.body().length == 0
                ? KmsAnswer.of(JSON.nullNode())
                : read(response));
  }

  private HttpRequest.Builder request(String path, String query) {
    String all = authentication.query() + (query.isEmpty() ? "" : "&" + query);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path + "?" + all))
            .timeout(deadline)
            .header("Accept", "application/json");
    authentication.addTo(request);
    return request;
  }

  private static byte[] encode(Map<String, ?> body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts and numbers is JSON", e);
    }
  }

  private KmsAnswer<JsonNode> exchange(
      HttpRequest.Builder request,
      HttpResponse.BodyHandler<byte[]> handler,
      Function<HttpResponse<byte[]>, KmsAnswer<JsonNode>> reading) {
    CompletableFuture<HttpResponse<byte[]>> sent = http.sendAsync(request.build(), handler);
    try {
      // The client's own timeout ends with the headers; this one also bounds the body.
      return reading.apply(sent.get(deadline.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      sent.cancel(true);
      return KmsAnswer.none(Kind.UNREACHABLE, late());
    } catch (ExecutionException e) {
      return KmsAnswer.none(Kind.UNREACHABLE, unreachable(e.getCause() == null ? e : e.getCause()));
    } catch (InterruptedException e) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      throw new KeyparityException(ErrorCode.CANCELLED, "kms: interrupted: " + base, "", e);
    }
  }

  private String late() {
    return "no answer within " + deadline.toMillis() + " ms";
  }

  private String unreachable(Throwable cause) {
    if (cause instanceof HttpConnectTimeoutException) {
      return "no answer to connect";
    }
    if (cause instanceof HttpTimeoutException) {
      // The client's own timer was the quicker one of the two.
      return late();
    }
    if (cause instanceof ConnectException) {
      return cause.getMessage() == null
          ? "cannot connect (refused, or unknown host)"
          : reason(cause);
    }
    if (cause instanceof BoundedBody.TooLong) {
      return "answer longer than " + BoundedBody.MAX_BYTES + " bytes";
    }
    if (cause instanceof SSLException) {
      return "TLS failed: " + reason(cause);
    }
    return cause instanceof IOException ? reason(cause) : cause.getClass().getSimpleName();
  }

  private static String reason(Throwable cause) {
    return oneLine(String.valueOf(cause.getMessage()));
  }

  private static KmsAnswer<JsonNode> read(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    boolean json =
        response
            .headers()
            .firstValue("Content-Type")
            .filter(type -> type.startsWith("application/json"))
            .isPresent();
    if (status / 100 == 2 && json) {
      return success(response.body());
    }
    if (status == 401 || status == 403) {
      return KmsAnswer.none(Kind.NOT_PERMITTED, "HTTP " + status + remote(response, json));
    }
    String remote = remote(response, json);
    if (remote.isEmpty()) {
      return KmsAnswer.none(
          Kind.UNREACHABLE, "HTTP " + status + ", not a KMS's answer (expected: JSON)");
    }
    // 400 is what Hadoop's KMS says to a version that is not there, 404 to a key.
    boolean missing = status == 400 || status == 404;
    return KmsAnswer.none(missing ? Kind.NO_SUCH_KEY : Kind.FAILED, "HTTP " + status + remote);
  }

  private static KmsAnswer<JsonNode> success(byte[] body) {
    if (body.length == 0) {
      return KmsAnswer.of(JSON.nullNode());
    }
    try {
      return KmsAnswer.of(JSON.readTree(body));
    } catch (IOException e) {
      return KmsAnswer.none(Kind.UNREACHABLE, "malformed answer (expected: JSON)");
    }
  }

  /** What the KMS's own exception says, as {@code : message}; empty if there is none. */
  private static String remote(HttpResponse<byte[]> response, boolean json) {
    if (!json) {
      return "";
    }
    try {
      JsonNode remote = JSON.readTree(response.body()).path("RemoteException");
      String message = remote.path("message").asText("");
      String exception = remote.path("exception").asText("");
      return exception.isEmpty() ? "" : ": " + oneLine(message.isEmpty() ? exception : message);
    } catch (IOException e) {
      return "";
    }
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= LONGEST_DETAIL ? line : line.substring(0, LONGEST_DETAIL) + "…";
  }

  /** A name as one segment of a path: all but RFC 3986's unreserved characters escaped. */
  static String segment(String name) {
    StringBuilder out = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xFF;
      boolean unreserved =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~".indexOf(c) >= 0;
      if (unreserved) {
        out.append((char) c);
      } else {
        out.append('%')
            .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
            .append(Character.toUpperCase(Character.forDigit(c & 0xF, 16)));
      }
    }
    return out.toString();
  }
}
