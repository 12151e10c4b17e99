package dev.keyparity.testbed.lab.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the demo saw, as one JSON document: {@code keyparity.demo/1}. Fields appear in the order in
 * which they became known, after {@code schema} and {@code result}.
 */
final class Report {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Map<String, Object> fields = new LinkedHashMap<>();

  Report() {
    fields.put("schema", "keyparity.demo/1");
    fields.put("result", "failed");
  }

  void put(String name, Object value) {
    fields.put(name, value);
  }

  @Nullable Object get(String name) {
    return fields.get(name);
  }

  void succeeded() {
    fields.put("result", "ok");
  }

  /**
   * @param stoppedAt the scene that did not end
   */
  void failed(String stoppedAt, String error) {
    fields.put("result", "failed");
    fields.put("stopped_at", stoppedAt);
    fields.put("error", error);
  }

  boolean isOk() {
    return "ok".equals(fields.get("result"));
  }

  JsonNode tree() {
    return JSON.valueToTree(fields);
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of strings, numbers and lists have JSON", e);
    }
  }
}
