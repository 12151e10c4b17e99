package dev.keyparity.testbed.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path directory;

  @Test
  void result_hasTheStatusAndBothOutputs() {
    Command.Result result =
        Command.run(
            List.of("sh", "-c", "echo out; echo \"$V\" >&2; exit 3"), Map.of("V", "err"), LIMIT);

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.out()).isEqualTo("out\n");
    assertThat(result.err()).isEqualTo("err\n");
    assertThatThrownBy(result::orThrow)
        .isInstanceOf(LabException.class)
        .hasMessageContaining("exit 3 (expected: 0): err");
  }

  @Test
  void command_thatFillsBothPipes_doesNotStandStill() {
    String fill =
        "i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890123456789; echo 0123456789012345678901234567890123456789 >&2; i=$((i+1)); done";

    Command.Result result = Command.run(List.of("sh", "-c", fill));

    assertThat(result.out()).hasSize(3000 * 41);
    assertThat(result.err()).hasSize(3000 * 41);
  }

  @Test
  void command_thatDoesNotEnd_isKilledAtItsLimit() {
    assertThatThrownBy(() -> Command.run(List.of("sleep", "600"), Map.of(), Duration.ofMillis(200)))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("no end after");
  }

  @Test
  void command_thatLeavesItsOutputOpen_isNotWaitedForBeyondItsOwnEnd() throws Exception {
    Path mayStay = Files.createFile(directory.resolve("may-stay"));
    String stays = "(while [ -e '" + mayStay + "' ]; do sleep 0.1; done) & echo said";
    try {
      Command.Result result = Command.run(List.of("sh", "-c", stays), Map.of(), LIMIT);

      assertThat(result.out()).isEqualTo("said\n");
    } finally {
      Files.delete(mayStay);
    }
  }

  @Test
  void command_thatIsNotInstalled_isNamed() {
    assertThatThrownBy(() -> Command.run(List.of("keyparity-no-such-tool")))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("keyparity-no-such-tool")
        .satisfies(
            e -> assertThat(((LabException) e).code()).isEqualTo(LabException.Code.TOOL_MISSING));
  }
}
