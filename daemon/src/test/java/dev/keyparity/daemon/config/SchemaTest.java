package dev.keyparity.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTest {
  private enum Colour {
    RED,
    DARK_GREEN
  }

  @Test
  void markdown_isTheReferenceTable() {
    Schema operator =
        Schema.of(
            "operator",
            Setting.string("name").required().doc("Who it is."),
            Setting.listOf("verbs", SettingType.STRING)
                .orElse(List.of("stop", "start"))
                .doc("What they may sign."));
    Schema schema =
        Schema.of(
            "agent",
            Setting.port("listen.port").orElse(7417).retired("port").doc("Port to listen on."),
            Setting.duration("clock_skew").orElse(Duration.ofHours(2)).doc("How far."),
            Setting.path("state").orElse(Path.of("/var/lib/keyparity")).doc("Where state lies."),
            Setting.string("pin").secret().orElse("1234").doc("The pin."),
            Setting.oneOf("colour", Colour.class).orElse(Colour.DARK_GREEN).doc("Which."),
            Setting.sections("operators", operator).doc("Whose signatures count."),
            Setting.section("extra", operator).doc("One more."));

    assertThat(schema.toMarkdown())
        .isEqualTo(
            """
            | setting | type | default | meaning |
            |---|---|---|---|
            | `listen.port` | port | `7417` | Port to listen on. Formerly `port`. |
            | `clock_skew` | duration | `2h` | How far. |
            | `state` | path | `/var/lib/keyparity` | Where state lies. |
            | `pin` | string | (redacted) | The pin. Secret: shown nowhere. |
            | `colour` | red \\| dark-green | `dark-green` | Which. |
            | `operators` | list of sections | none | Whose signatures count. |
            | `operators[].name` | string | required | Who it is. |
            | `operators[].verbs` | list of string | `[stop, start]` | What they may sign. |
            | `extra` | section | none | One more. |
            | `extra.name` | string | required | Who it is. |
            | `extra.verbs` | list of string | `[stop, start]` | What they may sign. |
            """);
  }

  @Test
  void sameNameTwice_cannotBeDeclared() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Schema.of(
                    "agent",
                    Setting.string("a").doc("One."),
                    Setting.string("b").retired("a").doc("Two.")))
        .withMessage("setting a: declared twice (expected: once)");
  }

  @Test
  void settingWithoutASentence_cannotBeDeclared() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schema.of("agent", Setting.string("a")))
        .withMessage("setting a: no doc (expected: one sentence)");
  }

  /** Otherwise a map under the one would be taken for the other. */
  @Test
  void settingInsideAnother_cannotBeDeclared() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Schema.of(
                    "agent",
                    Setting.string("tls").doc("One."),
                    Setting.string("tls.key").doc("Two.")))
        .withMessage("setting tls: also the beginning of tls.key (expected: one or the other)");
  }
}
