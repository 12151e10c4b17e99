package dev.keyparity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyparity.cli.invocation.GlobalOptions;
import dev.keyparity.cli.invocation.Invocation;
import dev.keyparity.cli.invocation.Verb;
import dev.keyparity.cli.testing.TestCli;
import dev.keyparity.cli.testing.WrittenCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Every command that alert rules, example files and our own advice tell an operator to give is one
 * that the command line understands; and advice names the service, since several may be declared.
 */
class WrittenCommandsTest {
  private static final Path ROOT = Path.of("..");

  /** Advice written here reaches operators in a run, and gets the run's service there. */
  private static final List<String> WITHIN_A_RUN =
      List.of(
          "coordinator/enablement/step/",
          "coordinator/enablement/act/",
          "coordinator/workflow/",
          "agent/effect/",
          "agent/store/");

  private final List<String> wrong = new ArrayList<>();

  @Test
  void alerts_tellCommandsThatParse() {
    files("deploy/src/main/prometheus", ".yaml")
        .forEach(file -> check(file, WrittenCommand::inText, this::problemOf));
    files("deploy/src/main/config", ".yaml")
        .forEach(file -> check(file, WrittenCommand::inText, this::problemOf));

    assertThat(wrong).isEmpty();
  }

  @Test
  void advice_isWholeCommands() {
    for (String module : List.of("daemon", "agent", "coordinator", "cli")) {
      files(module + "/src/main/java", ".java")
          .forEach(
              file -> {
                boolean withinRun = WITHIN_A_RUN.stream().anyMatch(file.toString()::contains);
                check(
                    file,
                    WrittenCommand::inSource,
                    withinRun ? this::problemButForWhatLacks : this::problemOfAdvice);
              });
    }

    assertThat(wrong).isEmpty();
  }

  private void check(
      Path file,
      Function<String, List<WrittenCommand>> reader,
      Function<WrittenCommand, String> problem) {
    for (WrittenCommand command : reader.apply(read(file))) {
      if (isAVerb(command)) {
        String found = problem.apply(command);
        if (!found.isEmpty()) {
          wrong.add("%s: keyparity %s: %s".formatted(file, command, found));
        }
      }
    }
  }

  private static boolean isAVerb(WrittenCommand command) {
    String first = command.words().isEmpty() ? "" : command.words().get(0);
    return Vocabulary.words().contains(first);
  }

  private String problemOf(WrittenCommand command) {
    try {
      parse(command);
      return "";
    } catch (ParameterException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String problemButForWhatLacks(WrittenCommand command) {
    try {
      parse(command);
      return "";
    } catch (MissingParameterException e) {
      return "";
    } catch (ParameterException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String problemOfAdvice(WrittenCommand command) {
    if (command.isExample()) {
      return problemOf(command);
    }
    try {
      ParseResult verb = parse(command);
      while (verb.hasSubcommand()) {
        verb = verb.subcommand();
      }
      return leavesTheServiceOpen(verb) ? "which service?" : "";
    } catch (ParameterException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static boolean leavesTheServiceOpen(ParseResult verb) {
    // The gate is asked on a host, whose agent.yaml names the services there.
    if (verb.commandSpec().findOption("--service") == null
        || verb.commandSpec().qualifiedName().startsWith("keyparity gate ")
        || verb.isUsageHelpRequested()
        || verb.hasMatchedOption("--service")
        || verb.hasMatchedOption("--file")) {
      return false;
    }
    int words =
        verb.matchedPositionals().stream().mapToInt(it -> it.originalStringValues().size()).sum();
    return words < (verb.commandSpec().name().equals("forget") ? 2 : 1);
  }

  private ParseResult parse(WrittenCommand command) {
    try (TestCli cli = new TestCli()) {
      Keyparity root = new Keyparity();
      Invocation invocation = new Invocation(cli.surroundings(), new GlobalOptions());
      String[] args = command.words().toArray(new String[0]);
      CommandLine line = Vocabulary.line(root, invocation, args);
      ParseResult parsed = line.parseArgs(args);
      List<CommandLine> lines = parsed.asCommandLineList();
      boolean whole = lines.get(lines.size() - 1).getCommand() instanceof Verb;
      if (!whole) {
        throw new ParameterException(line, "no verb");
      }
      return parsed;
    }
  }

  private static Stream<Path> files(String under, String ending) {
    try (Stream<Path> files = Files.walk(ROOT.resolve(under))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
