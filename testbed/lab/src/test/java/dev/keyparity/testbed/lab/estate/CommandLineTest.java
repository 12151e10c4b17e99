package dev.keyparity.testbed.lab.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.testbed.lab.process.Command;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {

  private static String said(String out, String err) {
    return CommandLine.said(new Command.Result(List.of("keyparity"), 4, out, err));
  }

  @Test
  void of_wordsWithSpaces_canBePasted() {
    assertThat(CommandLine.of(List.of("recovery-key", "init", "--user-id", "demo recovery key")))
        .isEqualTo("recovery-key init --user-id 'demo recovery key'");
    assertThat(CommandLine.of(List.of("it's", ""))).isEqualTo("'it'\\''s' ''");
  }

  @Test
  void said_error_isTheWholeOfIt() {
    String err =
        """
        waiting
        keyparity: no coordinator can be reached
        127.0.0.1:27562  connection lost
          is one running?
                                                                        exit 4
        """;

    assertThat(said("", err))
        .isEqualTo(
            "no coordinator can be reached / 127.0.0.1:27562  connection lost / is one running?");
  }

  @Test
  void said_noError_isWhatWasSaidLast() {
    assertThat(said("kms-prod  NOT IN PARITY\n", "")).isEqualTo("kms-prod  NOT IN PARITY");
    assertThat(said("", "")).isEqualTo("no output");
  }
}
