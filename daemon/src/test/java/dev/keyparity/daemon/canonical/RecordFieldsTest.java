package dev.keyparity.daemon.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RecordFieldsTest {

  private static RecordFields record(String json) throws MalformedRecord {
    return CanonicalJson.parseRecord(json.getBytes(StandardCharsets.UTF_8), "thing");
  }

  private static void assertRefused(ThrowingCallable reading, String message) {
    assertThatExceptionOfType(MalformedRecord.class).isThrownBy(reading).withMessage(message);
  }

  @Test
  void everyType_isHandedOut() throws MalformedRecord {
    RecordFields fields =
        record(
            "{\"at\":\"2026-11-24T14:02:03Z\",\"b\":true,\"format\":\"x/1\",\"i\":7,"
                + "\"l\":[\"a\"],\"m\":{\"k\":\"v\"},\"r\":{\"i\":1},\"rs\":[{\"i\":2}],\"s\":\"t\"}");

    assertThat(fields.format("x/1").instant("at")).isEqualTo(Instant.parse("2026-11-24T14:02:03Z"));
    assertThat(fields.bool("b")).isTrue();
    assertThat(fields.integer("i")).isEqualTo(7);
    assertThat(fields.strings("l")).isEqualTo(List.of("a"));
    assertThat(fields.stringMap("m")).isEqualTo(Map.of("k", "v"));
    assertThat(fields.record("r").integer("i")).isEqualTo(1);
    assertThat(fields.records("rs").get(0).integer("i")).isEqualTo(2);
    assertThat(fields.string("s")).isEqualTo("t");
    assertThat(fields.optionalString("absent")).isEmpty();
    fields.end();
  }

  @Test
  void otherFormat_isRefused() {
    assertRefused(
        () -> record("{\"format\":\"x/2\"}").format("x/1"), "thing: format: x/2 (expected: x/1)");
    assertRefused(() -> record("{}").format("x/1"), "thing: missing field: format");
  }

  @Test
  void unknownField_isRefusedAtTheEnd() throws MalformedRecord {
    RecordFields fields = record("{\"a\":1,\"extra\":2}");
    fields.integer("a");

    assertRefused(fields::end, "thing: unknown field: extra");
  }

  @Test
  void wrongTypeOrMissing_isRefusedByName() {
    assertRefused(
        () -> record("{\"a\":\"1\"}").integer("a"), "thing: a: wrong type (expected: an integer)");
    assertRefused(() -> record("{}").integer("a"), "thing: a: missing (expected: an integer)");
    assertRefused(() -> record("{}").bool("a"), "thing: a: missing (expected: true or false)");
    assertRefused(
        () -> record("{\"a\":1}").string("a"), "thing: a: wrong type (expected: a string)");
    assertRefused(
        () -> record("{\"a\":[1]}").strings("a"),
        "thing: a: wrong type (expected: a list of strings)");
    assertRefused(
        () -> record("{\"a\":{\"b\":1}}").stringMap("a"),
        "thing: a.b: missing (expected: a string)");
    assertRefused(
        () -> record("{\"a\":[1]}").records("a"),
        "thing: a: wrong type (expected: a list of objects)");
    assertRefused(
        () -> record("{\"a\":1}").record("a"), "thing: a: wrong type (expected: an object)");
    assertRefused(() -> record("[]"), "thing: not an object");
  }

  @Test
  void instant_inAnotherSpelling_isRefused() {
    assertRefused(
        () -> record("{\"at\":\"2026-11-24T14:02:03.000Z\"}").instant("at"),
        "thing: at: wrong type (expected: a UTC time as in 2026-11-24T14:02:03Z)");
    assertRefused(() -> record("{\"at\":\"noon\"}").instant("at"), "thing: at: not a time");
  }
}
