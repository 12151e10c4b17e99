package dev.keyparity.keyring;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * This module's stored formats as JSON: one object whose first field {@code format} names the
 * format and its number; every field is known, present and of its own type; nothing stands twice
 * and nothing follows. Not meant for use outside this module.
 */
public final class StrictJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(LogicalType.Textual, StrictJson::onlyText)
          .addModule(words())
          .build();

  private StrictJson() {}

  /** The object as one line of UTF-8 without a line end: canonical, so that it can be signed. */
  public static byte[] line(String format, Object value) {
    try {
      return MAPPER.writeValueAsBytes(tree(format, value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of ours cannot be written as JSON", e);
    }
  }

  /** The object indented for people, with a line end. */
  public static byte[] pretty(String format, Object value) {
    try {
      String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree(format, value));
      return (text + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of ours cannot be written as JSON", e);
    }
  }

  /**
   * Reads what the other methods write.
   *
   * @throws KeyringException {@link ErrorCode#UNKNOWN_FORMAT} for another format or an unknown
   *     field, {@link ErrorCode#MALFORMED} for anything else that does not fit
   */
  public static <T> T read(byte[] json, String format, Class<T> type) throws KeyringException {
    try {
      if (!(MAPPER.readTree(json) instanceof ObjectNode object)) {
        throw new KeyringException(
            ErrorCode.MALFORMED, "not a JSON object (expected: " + format + ")");
      }
      JsonNode found = object.remove("format");
      if (found == null || !found.isTextual() || !found.textValue().equals(format)) {
        throw new KeyringException(
            ErrorCode.UNKNOWN_FORMAT,
            "format: " + (found == null ? "none" : found.asText()) + " (expected: " + format + ")");
      }
      return MAPPER.treeToValue(object, type);
    } catch (UnrecognizedPropertyException e) {
      throw new KeyringException(
          ErrorCode.UNKNOWN_FORMAT,
          format + ": unknown field " + e.getPropertyName() + " (expected: a newer release?)",
          e);
    } catch (IOException e) {
      String what =
          e instanceof JsonProcessingException j ? j.getOriginalMessage() : e.getMessage();
      throw new KeyringException(ErrorCode.MALFORMED, format + ": " + what, e);
    }
  }

  private static void onlyText(MutableCoercionConfig config) {
    for (CoercionInputShape other :
        List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
      config.setCoercion(other, CoercionAction.Fail);
    }
  }

  private static ObjectNode tree(String format, Object value) {
    ObjectNode object = MAPPER.createObjectNode().put("format", format);
    object.setAll((ObjectNode) MAPPER.valueToTree(value));
    return object;
  }

  private static SimpleModule words() {
    SimpleModule module = new SimpleModule("keyparity");
    word(module, Digest.class, Digest::hex, Digest::new);
    word(module, Fingerprint.class, Fingerprint::hex, Fingerprint::new);
    word(module, Instant.class, Instant::toString, Instant::parse);
    return module;
  }

  private static <T> void word(
      SimpleModule module, Class<T> type, Function<T, String> write, Function<String, T> read) {
    module.addSerializer(
        type,
        new StdSerializer<T>(type) {
          private static final long serialVersionUID = 1L;

          @Override
          public void serialize(T value, JsonGenerator out, SerializerProvider provider)
              throws IOException {
            out.writeString(write.apply(value));
          }
        });
    module.addDeserializer(
        type,
        new FromStringDeserializer<T>(type) {
          private static final long serialVersionUID = 1L;

          @Override
          protected T _deserialize(String value, DeserializationContext context) {
            return read.apply(value);
          }

          @Override
          public T deserialize(JsonParser parser, DeserializationContext context)
              throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
              throw context.wrongTokenException(parser, type, JsonToken.VALUE_STRING, null);
            }
            return read.apply(parser.getText());
          }
        });
  }
}
