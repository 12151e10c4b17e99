package dev.keyparity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.invocation.GlobalOptions;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.testing.Golden;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.ExitMeaning;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * The reference is what the command says of itself. Written anew with {@code
 * -Dkeyparity.golden.update=true}.
 */
class ReferenceTest {
  private static final Path REFERENCE = Path.of("../docs/reference");

  private static String help(String... words) {
    try (TestCli cli = new TestCli()) {
      String[] args = Arrays.copyOf(words, words.length + 1);
      args[words.length] = "--help";
      return cli.runBare(args).out();
    }
  }

  /** The verbs of a noun, without those that are not built. */
  private static List<String> verbsOf(List<String> words) {
    try (TestCli cli = new TestCli()) {
      CommandLine line =
          Vocabulary.visible(
              new Keyparity(), new Invocation(cli.surroundings(), new GlobalOptions()));
      for (String word : words) {
        line = Objects.requireNonNull(line.getSubcommands().get(word), word);
      }
      return line.getSubcommands().entrySet().stream()
          .filter(verb -> !verb.getValue().getCommandSpec().usageMessage().hidden())
          .map(Map.Entry::getKey)
          .toList();
    }
  }

  private static void add(StringBuilder page, List<String> words) {
    String[] args = words.toArray(new String[0]);
    String help = help(args);
    page.append("\n").append(words.size() < 2 ? "## " : "### ");
    page.append(String.join(" ", words).isEmpty() ? "keyparity" : String.join(" ", words));
    page.append("\n```text\n").append(help).append("```\n");
    if (!words.isEmpty()) {
      verbsOf(words).forEach(verb -> add(page, List.of(words.get(0), verb)));
    }
  }

  @Test
  void cliReference_isWhatTheHelpSays() {
    StringBuilder page =
        new StringBuilder(
            """
            # The command line

            What `keyparity … --help` says, verb by verb; a test keeps this page equal to it.
            Exit codes: [exit-codes.md](exit-codes.md).
            """);
    add(page, List.of());
    for (String word : Vocabulary.words()) {
      add(page, List.of(word));
    }

    Golden.assertFile(REFERENCE.resolve("cli.md"), page.toString());
  }

  @Test
  void exitCodeReference_isWhatTheCodeSays() {
    StringBuilder page =
        new StringBuilder(
            """
            # Exit codes

            Every keyparity program ends with one of these; scripts may rely on the numbers. The
            error codes beside them are what agents and coordinators answer, and count in metrics.
            A test keeps this page equal to the code.

            | exit | meaning | error codes |
            |---|---|---|
            """);
    for (ExitMeaning meaning : ExitMeaning.values()) {
      String codes =
          Arrays.stream(ErrorCode.values())
              .filter(code -> code.exitMeaning() == meaning)
              .map(code -> "`" + code + "`")
              .collect(Collectors.joining(" "));
      page.append("| %d | %s | %s |\n".formatted(meaning.status(), words(meaning), codes));
    }

    Golden.assertFile(REFERENCE.resolve("exit-codes.md"), page.toString());
  }

  private static String words(ExitMeaning meaning) {
    return switch (meaning) {
      case OK -> "it did what was asked";
      case NOT_IN_PARITY -> "not in parity, or not proven to be";
      case BLOCKED -> "blocked: it waits for an operator";
      case REFUSED -> "refused by a safety rule";
      default -> meaning.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  @Test
  void everyVerb_hasADescriptionAndNoLineIsWiderThanEightyColumns() {
    TreeSet<String> tooWide = new TreeSet<>();
    for (String word : Vocabulary.words()) {
      help(word).lines().filter(line -> line.length() > 80).forEach(tooWide::add);
      for (String verb : verbsOf(List.of(word))) {
        String help = help(word, verb);
        assertThat(help).contains("Usage: keyparity " + word + " " + verb);
        help.lines().filter(line -> line.length() > 80).forEach(tooWide::add);
      }
    }

    assertThat(tooWide).isEmpty();
  }

  @Test
  void completion_knowsTheVerbsAndNotWhatIsNotBuilt() {
    try (TestCli cli = new TestCli()) {
      String script = cli.runBare("completion", "bash").out();

      assertThat(script).contains("enable", "recovery-key", "--reference", "give-way");
      assertThat(script).doesNotContain("reset-fence");
      assertThat(cli.runBare("completion", "zsh").out())
          .startsWith("#compdef keyparity\n")
          .contains("bashcompinit");
    }
  }
}
