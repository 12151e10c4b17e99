package dev.keyparity.daemon.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * YAML (or JSON, which is YAML) to {@link RawValue}, token by token: so every value knows its line,
 * and the object binder is never loaded into an agent's small memory.
 */
final class YamlReader {
  private static final Pattern PARSER_EVENT =
      Pattern.compile("(?:, got this instead)?:? *<org\\.yaml\\..*");

  private static final int DEEPEST = 20;

  private final YAMLParser parser;

  private YamlReader(YAMLParser parser) {
    this.parser = parser;
  }

  /** The file's map; an empty file is an empty map. Problems end the reading. */
  static RawValue read(byte[] bytes, ConfigProblems problems) {
    RawValue empty = new RawValue(Map.of(), 0);
    try (YAMLParser parser =
        YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // The builder forgets the parser's defaults, of which this is one.
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .build()
            .createParser(bytes)) {
      if (parser.nextToken() == null || parser.currentToken() == JsonToken.VALUE_NULL) {
        return empty;
      }
      RawValue value = new YamlReader(parser).value(0);
      if (parser.nextToken() != null) {
        problems.add(line(parser), "file", "a second document", "one YAML document");
      }
      if (value.content() instanceof Map) {
        return value;
      }
      problems.add(value.line(), "file", "not a map", "settings as key: value");
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
      problems.add(line, "file", firstLine(e.getOriginalMessage()), "YAML");
    } catch (IOException e) {
      // Bytes in memory: only what is thrown above, and undecodable characters, come here.
      problems.add(
          0,
          "file",
          firstLine(String.valueOf(e.getMessage())),
          "plain YAML without aliases, in UTF-8");
    }
    return empty;
  }

  private RawValue value(int depth) throws IOException {
    int line = line(parser);
    if (depth > DEEPEST) {
      throw new IOException("nested deeper than " + DEEPEST);
    }
    if (parser.isCurrentAlias()) {
      // The parser would hand out the alias's name as if it were the value.
      throw new IOException("alias *" + parser.getText() + " on line " + line);
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> new RawValue(map(depth), line);
      case START_ARRAY -> new RawValue(list(depth), line);
      case VALUE_TRUE -> new RawValue(true, line);
      case VALUE_FALSE -> new RawValue(false, line);
      case VALUE_NULL -> new RawValue(RawValue.NULL, line);
      case VALUE_NUMBER_INT -> new RawValue(integer(), line);
      default -> new RawValue(parser.getText(), line);
    };
  }

  private Object integer() throws IOException {
    String text = parser.getText();
    // Octal, hexadecimal and "1_000" stay texts: what the file shows is what it means.
    return text.matches("0|-?[1-9][0-9]{0,17}") ? (Object) Long.parseLong(text) : text;
  }

  private Map<String, RawValue> map(int depth) throws IOException {
    Map<String, RawValue> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      map.put(key, value(depth + 1));
    }
    return map;
  }

  private List<RawValue> list(int depth) throws IOException {
    List<RawValue> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(depth + 1));
    }
    return list;
  }

  private static int line(JsonParser parser) {
    return Math.max(0, parser.currentTokenLocation().getLineNr());
  }

  /** The parser's own words, up to where they become the names of its classes. */
  private static String firstLine(String message) {
    return PARSER_EVENT.matcher(message.lines().findFirst().orElse("unreadable")).replaceFirst("");
  }
}
