package dev.keyparity.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextTest {
  private static final Instant NOW = Instant.parse("2026-11-24T13:08:11Z");
  private static final Times BERLIN = new Times(Clock.fixed(NOW, ZoneId.of("Europe/Berlin")));

  private static String shown(String text) {
    return text.replace(Ink.HARD_SPACE, ' ');
  }

  @Test
  void age_isOneUnitRoundedDown() {
    assertThat(shown(Times.age(Duration.ofMillis(900)))).isEqualTo("0 s");
    assertThat(shown(Times.age(Duration.ofSeconds(119)))).isEqualTo("119 s");
    assertThat(shown(Times.age(Duration.ofMinutes(2)))).isEqualTo("2 min");
    assertThat(shown(Times.age(Duration.ofMinutes(59)))).isEqualTo("59 min");
    assertThat(shown(Times.age(Duration.ofHours(47)))).isEqualTo("47 h");
    assertThat(shown(Times.age(Duration.ofDays(2)))).isEqualTo("2 days");
  }

  @Test
  void elapsed_isMoreExactTheShorterItIs() {
    assertThat(shown(Times.elapsed(Duration.ofMillis(1240)))).isEqualTo("1.2 s");
    assertThat(shown(Times.elapsed(Duration.ofSeconds(48)))).isEqualTo("48 s");
    assertThat(shown(Times.elapsed(Duration.ofSeconds(184)))).isEqualTo("3 min 4 s");
    assertThat(shown(Times.elapsed(Duration.ofMinutes(125)))).isEqualTo("2 h 5 min");
  }

  @Test
  void times_areLocalWithTheDayOnlyWhereItIsNotToday() {
    assertThat(BERLIN.second(NOW)).isEqualTo("14:08:11");
    assertThat(BERLIN.minute(NOW.minus(Duration.ofDays(1)))).isEqualTo("2026-11-23 14:08");
    assertThat(BERLIN.dayAndMinute(NOW)).isEqualTo("today 14:08");
    assertThat(BERLIN.dayAndMinute(NOW.minus(Duration.ofHours(15)))).isEqualTo("yesterday 23:08");
    assertThat(BERLIN.zone(NOW)).isEqualTo("CET");
    assertThat(BERLIN.zone(Instant.parse("2026-07-01T00:00:00Z"))).isEqualTo("CEST");
    assertThat(new Times(Clock.fixed(NOW, ZoneOffset.UTC)).zone(NOW)).isEqualTo("UTC");
    assertThat(BERLIN.since(NOW.plusSeconds(5))).as("our clock is behind").isZero();
  }

  @Test
  void rfc3339_isUtcInMilliseconds() {
    assertThat(Times.rfc3339(Instant.parse("2026-11-24T13:08:11.123456Z")))
        .isEqualTo("2026-11-24T13:08:11.123Z");
  }

  @Test
  void wrap_breaksAtSpacesAndNeverInsideAWordOrANumberWithItsUnit() {
    assertThat(Wrap.lines("> ", "one two three", "  ", 9)).containsExactly("> one two", "  three");
    assertThat(Wrap.lines("", "a verylongword b", " ", 6))
        .containsExactly("a", " verylongword", " b");
    assertThat(Wrap.lines("", "took 3" + Ink.HARD_SPACE + "min", "", 8))
        .containsExactly("took", "3" + Ink.HARD_SPACE + "min");
    assertThat(Wrap.lines("", Ink.BAD.of("red") + " x", "", 5)).as("ink takes no room").hasSize(1);
  }

  @Test
  void advice_neverBreaksACommand() {
    String command = "keyparity run resume --keep AAAA --give-way kms2=BBBB";
    assertThat(Wrap.advice("  ", command + "   goes on with it", "  ", 40))
        .containsExactly("  " + command, "    goes on with it");
    assertThat(Wrap.advice("  ", command, "  ", 40)).containsExactly("  " + command);
    assertThat(Wrap.advice("  ", "call the owner of the key first", "    ", 20))
        .containsExactly("  call the owner of", "    the key first");
  }

  @Test
  void table_notesGoBelowWhereTheyDoNotFitBeside() {
    Table table = Table.of("A", "B").withNotes("N").rowWithNote("a longer note here", "1", "22");
    assertThat(table.lines(80)).containsExactly("A  B   N", "1  22  a longer note here");
    assertThat(table.lines(20)).containsExactly("A  B", "1  22", "   a longer note", "   here");
    assertThatThrownBy(() -> table.row("only one")).isInstanceOf(IllegalArgumentException.class);
  }

  private static Document sample() {
    return Document.schema("keyparity.sample/1")
        .put("text", "a \"quoted\"\n\u001b[0m \ud800")
        .put("none", (String) null)
        .put("list", Document.texts(List.of("word", "yes", "1.2", "")))
        .put("empty", Document.texts(List.of()))
        .put("fields", Document.fields().build())
        .put("nested", Document.items(List.of(1, 2), n -> Document.fields().put("at", n).build()))
        .put("took_ms", Duration.ofSeconds(2))
        .put("good", true)
        .build();
  }

  @Test
  void json_escapesWhatCouldHarmATerminalOrAReader() {
    assertThat(JsonText.line(sample()))
        .isEqualTo(
            "{\"schema\":\"keyparity.sample/1\",\"text\":\"a \\\"quoted\\\"\\n\\u001b[0m \\ud800\","
                + "\"none\":null,\"list\":[\"word\",\"yes\",\"1.2\",\"\"],\"empty\":[],\"fields\":{},"
                + "\"nested\":[{\"at\":1},{\"at\":2}],\"took_ms\":2000,\"good\":true}\n");
  }

  @Test
  void yaml_quotesWhateverAReaderCouldTakeForSomethingElse() {
    assertThat(YamlText.of(sample()))
        .isEqualTo(
            """
            schema: keyparity.sample/1
            text: "a \\"quoted\\"\\n\\u001b[0m \\ud800"
            none: null
            list:
              - word
              - "yes"
              - "1.2"
              - ""
            empty: []
            fields: {}
            nested:
              - at: 1
              - at: 2
            took_ms: 2000
            good: true
            """);
  }

  @Test
  void document_durationNotInMilliseconds_isAFaultOfTheCaller() {
    assertThatThrownBy(() -> Document.fields().put("took", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Document.fields().put("a", 1).put("a", 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void terminal_unicodeFollowsTheLocaleInPosixOrder() {
    assertThat(Terminal.isUnicode(Map.of("LANG", "en_US.UTF-8"))).isTrue();
    assertThat(Terminal.isUnicode(Map.of("LANG", "C.utf8"))).isTrue();
    assertThat(Terminal.isUnicode(Map.of("LANG", "C.UTF-8", "LC_ALL", "C"))).isFalse();
    assertThat(Terminal.isUnicode(Map.of("LANG", "C.UTF-8", "LC_ALL", ""))).isTrue();
    assertThat(Terminal.isUnicode(Map.of())).isFalse();
  }

  private static Console console(OutputStream out, OutputStream err, boolean terminal) {
    return new Console(
        new ByteArrayInputStream(new byte[0]),
        new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(err, false, StandardCharsets.UTF_8),
        new Terminal(terminal, terminal, terminal, true, () -> 40));
  }

  @Test
  void console_liveLineIsCutAndErasedBeforeAnythingElse() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console = console(out, err, true);

    console.live("x".repeat(60));
    console.result("done");

    String live = err.toString(StandardCharsets.UTF_8);
    assertThat(live).isEqualTo("\r\u001b[2K" + "x".repeat(38) + "…" + "\r\u001b[2K");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("done\n");
  }

  @Test
  void console_partingWord_isSaidOnlyWhileItStands() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console = console(new ByteArrayOutputStream(), err, false);

    console.part();
    console.parting("left; the run goes on");
    console.part();
    console.parting(null);
    console.part();

    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("\nleft; the run goes on\n");
  }

  @Test
  void console_resultThatCouldNotBeWritten_isNoticed() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left on device");
          }
        };
    Console console = console(full, new ByteArrayOutputStream(), false);

    console.result("an answer");

    assertThat(console.resultIsWritten()).isFalse();
  }
}
