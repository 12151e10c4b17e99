package dev.keyparity.coordinator.kms;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server on loopback that answers as told, request by request, and writes down what it was
 * asked. Knows nothing of KMS.
 */
final class KmsServerDouble implements Closeable {
  /** How to answer one request; may hang, lie or break off. */
  interface Answer {
    void give(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  KmsServerDouble() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/kms");
  }

  /**
   * @param request method and raw path, such as {@code GET /kms/v1/keys/names}
   */
  KmsServerDouble on(String request, Answer answer) {
    answers.put(request, answer);
    return this;
  }

  /** Method, raw path and query, then the body where there is one. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  static Answer json(int status, String body) {
    return answer(status, "application/json;charset=utf-8", body);
  }

  static Answer refusal(int status, String exception, String message) {
    return json(
        status,
        "{\"RemoteException\":{\"message\":\"%s\",\"exception\":\"%s\",\"javaClassName\":\"x.%s\"}}"
            .formatted(message, exception, exception));
  }

  static Answer answer(int status, String contentType, String body) {
    return exchange -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      if (!contentType.isEmpty()) {
        exchange.getResponseHeaders().add("Content-Type", contentType);
      }
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    };
  }

  private void handle(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String request = exchange.getRequestMethod() + " " + uri.getRawPath();
    asked.add(request + "?" + uri.getRawQuery() + (body.isEmpty() ? "" : " " + body));
    answers.getOrDefault(request, answer(404, "text/html", "<html>not here</html>")).give(exchange);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
