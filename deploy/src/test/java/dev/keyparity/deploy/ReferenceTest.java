package dev.keyparity.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.agent.AgentConfigFile;
import dev.keyparity.coordinator.CoordinatorConfigFile;
import dev.keyparity.coordinator.inventory.ServiceFile;
import dev.keyparity.daemon.fault.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The reference documents say what the code says. After a change: {@code ./mvnw -pl deploy -am test
 * -Dtest=ReferenceTest -Dkeyparity.golden.update=true}, and read the difference.
 */
class ReferenceTest {
  private static final Path REFERENCE = Path.of("../docs/reference");

  @Test
  void config_document_equalsTheDeclarations() throws Exception {
    check(
        "config.md",
        """
        # Configuration

        Unknown keys are errors; `--check-config` reports every problem at once. Durations read `5s`, `10m`, `2h`, `90d`.

        ## agent.yaml

        %s
        ## coordinator.yaml

        %s
        ## Service file (`keyparity service apply -f`)

        %s"""
            .formatted(
                AgentConfigFile.SCHEMA.toMarkdown(),
                CoordinatorConfigFile.SCHEMA.toMarkdown(),
                ServiceFile.SCHEMA.toMarkdown()));
  }

  @Test
  void errors_document_equalsTheCodes() throws Exception {
    StringBuilder table = new StringBuilder();
    for (ErrorCode code : ErrorCode.values()) {
      table.append(
          "| `%s` | %s | %s | %d |%n"
              .formatted(code, code.doc(), code.nextAction().name(), code.exitMeaning().status()));
    }
    check(
        "errors.md",
        """
        # Error codes

        Every refusal carries one of these, a sentence that says what, where and what was expected, and what to do.
        Next action: RETRY the same again; RE_OBSERVE, something moved on; ASK_OPERATOR, a person decides; STOP, an invariant is broken.

        | code | meaning | next action | exit |
        |---|---|---|---|
        %s"""
            .formatted(table));
  }

  private static void check(String name, String expected) throws Exception {
    Path file = REFERENCE.resolve(name);
    if (Boolean.getBoolean("keyparity.golden.update")) {
      Files.writeString(file, expected);
    }
    assertThat(Files.readString(file)).isEqualTo(expected);
  }
}
