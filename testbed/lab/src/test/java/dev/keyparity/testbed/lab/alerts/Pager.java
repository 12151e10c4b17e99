package dev.keyparity.testbed.lab.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whoever is woken: takes what Alertmanager sends to a webhook. Thread-safe. */
final class Pager implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NO_CONTENT = 204;

  private final HttpServer server;
  private final Map<Map<String, String>, Boolean> firing =
      new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
  private final Set<String> ever = new TreeSet<>();
  private final List<String> unclear = new ArrayList<>();

  private Pager(HttpServer server) {
    this.server = server;
  }

  static Pager open() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Pager pager = new Pager(server);
    server.createContext("/", pager::take);
    server.start();
    return pager;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      JSON.readTree(exchange.getRequestBody()).path("alerts").forEach(this::take);
      exchange.sendResponseHeaders(NO_CONTENT, -1);
    }
  }

  private synchronized void take(JsonNode alert) {
    TreeMap<String, String> labels = new TreeMap<>();
    alert
        .path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    boolean fires = alert.path("status").asText().equals("firing");
    firing.put(labels, fires);
    if (fires) {
      ever.add(labels.getOrDefault("alertname", ""));
      JsonNode words = alert.path("annotations");
      for (String field : List.of("summary", "description", "runbook_url")) {
        String text = words.path(field).asText();
        if (text.isBlank() || text.contains("{{") || text.contains("<no value>")) {
          unclear.add("%s: %s: '%s'".formatted(labels, field, text));
        }
      }
    }
  }

  /** Whether an alert stands that has these labels. */
  synchronized boolean isPaging(String alert, Map<String, String> labels) {
    return firing.entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .filter(it -> alert.equals(it.get("alertname")))
        .anyMatch(it -> it.entrySet().containsAll(labels.entrySet()));
  }

  /** The names of all alerts that ever fired. */
  synchronized Set<String> ever() {
    return Set.copyOf(ever);
  }

  /** Pages that lack words, or have a hole where a label was meant. */
  synchronized List<String> unclear() {
    return List.copyOf(unclear);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
