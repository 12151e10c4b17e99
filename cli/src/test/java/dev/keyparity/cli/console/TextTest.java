package dev.keyparity.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.wording.Times;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void wrap_breaksAtSpacesAndNeverInsideAWordOrANumberWithItsUnit() {
    assertThat(Wrap.lines("> ", "one two three", "  ", 9)).containsExactly("> one two", "  three");
    assertThat(Wrap.lines("", "a verylongword b", " ", 6))
        .containsExactly("a", " verylongword", " b");
    assertThat(Wrap.lines("", "took 3" + Times.HARD_SPACE + "min", "", 8))
        .containsExactly("took", "3" + Times.HARD_SPACE + "min");
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
