package dev.keyparity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.invocation.GlobalOptions;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.NotBuilt;
import dev.keyparity.cli.testing.TestCli;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/**
 * Whoever pastes a command of a runbook at three in the morning is understood. Commands are read by
 * the real command line, and not run.
 */
class DocumentedCommandsTest {
  private static final Path OPERATIONS = Path.of("../docs/operations");
  private static final Pattern FENCE = Pattern.compile("(?ms)^```\\w*\\n(.*?)^ *```");
  private static final Pattern INLINE = Pattern.compile("`(keyparity [^`]+)`");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

  private static final Pattern REMARK = Pattern.compile("\\s+#.*$");

  /**
   * @param isWhole stands on a line of its own, to be pasted; else it may only name a verb
   */
  private record Command(Path file, String text, boolean isWhole) {
    String[] arguments() {
      return WORD.matcher(text)
          .results()
          .map(word -> Stream.of(1, 2, 3).map(word::group).filter(it -> it != null).findFirst())
          .flatMap(Optional::stream)
          .skip(1)
          .toArray(String[]::new);
    }
  }

  private static List<Command> commands() {
    List<Command> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(OPERATIONS)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".md")).sorted().toList()) {
        String text = Files.readString(file);
        FENCE
            .matcher(text)
            .results()
            .flatMap(fence -> fence.group(1).lines())
            .map(line -> REMARK.matcher(line.strip()).replaceFirst(""))
            .filter(line -> line.startsWith("keyparity "))
            .forEach(line -> all.add(new Command(file, line, true)));
        INLINE
            .matcher(FENCE.matcher(text).replaceAll(""))
            .results()
            .forEach(inline -> all.add(new Command(file, inline.group(1), false)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /** Why the command line does not take it; empty if it does. */
  private static Optional<String> refusal(Command command) {
    try (TestCli cli = new TestCli()) {
      Keyparity root = new Keyparity();
      String[] arguments = command.arguments();
      List<CommandLine> parsed =
          Vocabulary.line(root, new Invocation(cli.surroundings(), new GlobalOptions()), arguments)
              .parseArgs(arguments)
              .asCommandLineList();
      boolean isThere = !(parsed.get(parsed.size() - 1).getCommand() instanceof NotBuilt);
      return isThere || !command.isWhole() ? Optional.empty() : Optional.of("not built yet");
    } catch (MissingParameterException e) {
      return command.isWhole() ? Optional.of(String.valueOf(e.getMessage())) : Optional.empty();
    } catch (ParameterException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Test
  void everyCommandOfAnOperatorsDocument_isUnderstood() {
    TreeMap<String, String> refused = new TreeMap<>();
    List<Command> commands = commands();
    commands.forEach(
        command ->
            refusal(command)
                .ifPresent(why -> refused.put(command.file() + ": " + command.text(), why)));

    assertThat(commands).filteredOn(Command::isWhole).hasSizeGreaterThan(30);
    assertThat(refused).isEmpty();
  }

  /** That the check bites. */
  @Test
  void commandThatNobodyKnows_isRefused() {
    Path file = Path.of("x.md");
    assertThat(refusal(new Command(file, "keyparity repair kms-prod kms2", true))).isEmpty();
    assertThat(refusal(new Command(file, "keyparity repair kms-prod kms2 --now", true)))
        .isPresent();
    assertThat(refusal(new Command(file, "keyparity repair", true))).isPresent();
    assertThat(refusal(new Command(file, "keyparity mend kms-prod", false))).isPresent();
    assertThat(refusal(new Command(file, "keyparity gate override", true))).isPresent();
    assertThat(refusal(new Command(file, "keyparity survey kms-prod --hst kms1", false)))
        .isPresent();
  }
}
