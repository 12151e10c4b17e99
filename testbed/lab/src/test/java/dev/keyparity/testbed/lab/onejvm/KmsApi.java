package dev.keyparity.testbed.lab.onejvm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The part of the Hadoop KMS REST interface that keyparity speaks, over sealed keys and one ring: a
 * version opens exactly if that ring sealed it.
 *
 * @param identity of the ring that the process loaded
 */
record KmsApi(SealedKeys keys, String identity) implements HttpHandler {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Answer(int status, String json) {}

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Answer answer =
        answer(
            exchange.getRequestMethod(),
            URLDecoder.decode(exchange.getRequestURI().getRawPath(), UTF_8).substring(4),
            String.valueOf(exchange.getRequestURI().getRawQuery()),
            body.length == 0 ? JSON.nullNode() : JSON.readTree(body));
    byte[] bytes = answer.json().getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private Answer answer(String method, String path, String query, JsonNode body) {
    if (path.equals("/v1/keys/names")) {
      return new Answer(
          200,
          keys.names().stream()
              .map(name -> '"' + name + '"')
              .collect(Collectors.joining(",", "[", "]")));
    }
    if (path.equals("/v1/keys") && method.equals("POST")) {
      String name = body.path("name").asText();
      if (keys.versions(name) > 0) {
        return refused(500, "IOException", name + " exists");
      }
      keys.make(name, identity, 1);
      return new Answer(201, "{}");
    }
    List<String> parts = List.of(path.split("/"));
    String name = parts.get(3);
    if (parts.get(2).equals("keyversion")) {
      return decrypted(name);
    }
    return switch (parts.size() > 4 ? parts.get(4) : "") {
      case "_metadata" -> metadata(name);
      case "_eek" -> generated(name);
      case "_invalidatecache" -> new Answer(200, "");
      case "" -> rolled(name);
      default -> refused(404, "Unknown", path + "?" + query);
    };
  }

  private Answer metadata(String name) {
    int versions = keys.versions(name);
    return new Answer(
        200,
        versions == 0
            ? "{}"
            : "{\"name\":\"%s\",\"versions\":%d,\"cipher\":\"AES/CTR/NoPadding\",\"length\":128}"
                .formatted(name, versions));
  }

  private Answer rolled(String name) {
    if (keys.versions(name) == 0) {
      return refused(404, "NotFound", name);
    }
    keys.make(name, identity, 1);
    return new Answer(200, "{}");
  }

  private Answer generated(String name) {
    String newest = name + "@" + (keys.versions(name) - 1);
    Optional<Answer> cannot = cannotOpen(newest);
    return cannot.orElseGet(
        () ->
            new Answer(
                200,
                "[{\"versionName\":\"%s\",\"iv\":\"%s\",\"encryptedKeyVersion\":{\"material\":\"%s\"}}]"
                    .formatted(newest, text("iv"), text(newest))));
  }

  private Answer decrypted(String version) {
    return cannotOpen(version).orElseGet(() -> new Answer(200, "{\"material\":\"rubbish\"}"));
  }

  private Optional<Answer> cannotOpen(String version) {
    Optional<String> sealer = keys.sealerOf(version);
    if (sealer.isEmpty()) {
      return Optional.of(refused(400, "IllegalArgumentException", "no " + version));
    }
    return sealer.get().equals(identity)
        ? Optional.empty()
        : Optional.of(refused(500, "IOException", "cannot unseal " + version));
  }

  private static String text(String clear) {
    return Base64.getUrlEncoder().encodeToString(clear.getBytes(UTF_8));
  }

  private static Answer refused(int status, String exception, String message) {
    return new Answer(
        status,
        "{\"RemoteException\":{\"message\":\"%s\",\"exception\":\"%s\"}}"
            .formatted(message, exception));
  }
}
