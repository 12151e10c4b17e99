package dev.keyparity.testbed.kms;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A JSON file of the shared store. Readers refuse another format, an unknown field and a missing
 * one.
 */
interface StoredFormat {
  /** Name and number of the format, {@code keyparity.WHAT/N}. */
  String format();

  /** The file's content. */
  default byte[] toJson() throws IOException {
    return (Json.MAPPER.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a file that must be of exactly this format. */
  static <T extends StoredFormat> T read(Path file, String format, Class<T> type)
      throws IOException {
    JsonNode node = Json.MAPPER.readTree(Files.readAllBytes(file));
    String found = node.path("format").asText("none");
    if (!found.equals(format)) {
      throw new IOException(file + ": format " + found + " (expected: " + format + ")");
    }
    return Json.MAPPER.treeToValue(node, type);
  }

  /** Holds the one mapper. */
  final class Json {
    private static final ObjectMapper MAPPER =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private Json() {}
  }
}
