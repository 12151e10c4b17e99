package dev.keyparity.daemon.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

  @Test
  void encode_everyKindOfValue_isSortedAndWithoutSpace() {
    Json value =
        Json.object()
            .put("b", Json.object().put("z", -1).put("a", 0).build())
            .put("a", Json.strings(java.util.List.of("x", "y")))
            .put("t", true)
            .put("f", false)
            .put("é", "ü")
            .build();

    assertThat(CanonicalJson.encodeText(value))
        .isEqualTo(
            "{\"a\":[\"x\",\"y\"],\"b\":{\"a\":0,\"z\":-1},\"f\":false,\"t\":true,\"é\":\"ü\"}");
  }

  @Test
  void encode_specialCharacters_usesTheShortestEscapes() {
    assertThat(CanonicalJson.encodeText(Json.of("\"\\\b\t\n\f\r\u0000\u001f/\u007f\u2028€😀")))
        .isEqualTo("\"\\\"\\\\\\b\\t\\n\\f\\r\\u0000\\u001f/\u007f\u2028€😀\"");
  }

  /** RFC 8785 section 3.2.3: by UTF-16 code units, so a surrogate pair sorts before U+FB33. */
  @Test
  void encode_keysOutsideTheBasicPlane_areOrderedByCodeUnit() {
    Json value =
        Json.object()
            .put("\ufb33", 1)
            .put("\ud83d\ude00", 2)
            .put("\u20ac", 3)
            .put("1", 4)
            .put("\r", 5)
            .build();

    assertThat(CanonicalJson.encodeText(value))
        .isEqualTo("{\"\\r\":5,\"1\":4,\"\u20ac\":3,\"\ud83d\ude00\":2,\"\ufb33\":1}");
  }

  @Test
  void encode_loneSurrogate_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.encode(Json.of("a\ud83d")))
        .withMessageContaining("lone surrogate at 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.encode(Json.of("\ude00\ud83d")));
  }

  @Test
  void integer_beyond53Bits_isRefused() {
    assertThat(CanonicalJson.encodeText(Json.of(9007199254740991L))).isEqualTo("9007199254740991");
    assertThatIllegalArgumentException().isThrownBy(() -> Json.of(9007199254740992L));
    assertThatIllegalArgumentException().isThrownBy(() -> Json.of(-9007199254740992L));
  }

  @Test
  void object_sameKeyTwice_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.object().put("a", 1).put("a", 2))
        .withMessage("field: a (expected: once)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " {}",
        "{} ",
        "{}\n",
        "{ }",
        "{\"a\": 1}",
        "{\"b\":1,\"a\":2}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a:1}",
        "{'a':1}",
        "[1,]",
        "[1 ,2]",
        "[",
        "[1",
        "{\"a\":1",
        "\"a",
        "\"\\",
        "\"\\u00",
        "null",
        "nul",
        "tru",
        "True",
        "01",
        "-0",
        "+1",
        "-",
        "1.0",
        "1e3",
        "9007199254740992",
        "99999999999999999999",
        "0x1",
        "NaN",
        "\"\\/\"",
        "\"\\u0041\"",
        "\"\\u001F\"",
        "\"\\u0008\"",
        "\"\\u0020\"",
        "\"\\ud83d\"",
        "\"\\x\"",
        "\"\t\"",
        "{}{}",
        "\ufeff{}"
      })
  void parse_anyOtherSpelling_isRefused(String text) {
    assertThatExceptionOfType(MalformedRecord.class)
        .isThrownBy(() -> CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Overlong slash, encoded surrogate, cut sequence, byte that never occurs, beyond U+10FFFF. */
  @ParameterizedTest
  @ValueSource(strings = {"22c0af22", "22eda080 22", "22e282 22", "22ff22", "22f4908080 22"})
  void parse_malformedUtf8_isRefused(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

    assertThatExceptionOfType(MalformedRecord.class)
        .isThrownBy(() -> CanonicalJson.parse(bytes))
        .withMessage("record: not UTF-8");
  }

  @Test
  void parse_tooDeep_isRefusedBeforeTheStackEnds() {
    byte[] bytes = "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);

    assertThatExceptionOfType(MalformedRecord.class)
        .isThrownBy(() -> CanonicalJson.parse(bytes))
        .withMessageContaining("at most 32 levels");
  }

  @Test
  void parse_tooLong_isRefused() {
    assertThatExceptionOfType(MalformedRecord.class)
        .isThrownBy(() -> CanonicalJson.parse(new byte[CanonicalJson.MAX_BYTES + 1]))
        .withMessageContaining("at most 4194304");
  }

  @Test
  void parse_lookAlikeStrings_stayDifferent() throws MalformedRecord {
    byte[] composed = "\"\u00e9\"".getBytes(StandardCharsets.UTF_8);
    byte[] decomposed = "\"e\u0301\"".getBytes(StandardCharsets.UTF_8);

    assertThat(CanonicalJson.parse(composed)).isNotEqualTo(CanonicalJson.parse(decomposed));
  }

  @Test
  void refusal_namesThePlaceAndNoValue() {
    assertThatExceptionOfType(MalformedRecord.class)
        .isThrownBy(
            () -> CanonicalJson.parse("{\"pin\":\"1234\" }".getBytes(StandardCharsets.UTF_8)))
        .withMessage("record: not canonical at character 13 (expected: ',')");
  }
}
