package dev.keyparity.cli;

import dev.keyparity.cli.console.Terminal;
import dev.keyparity.cli.console.Wrap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The parts of a help page, broken at spaces alone: the parser's own layout also breaks behind a
 * dot, and so within {@code operator.key} or a command that is to be pasted.
 */
final class HelpText {
  private static final int DESCRIPTION_COLUMN = 27;
  private static final String INDENT = "  ";

  private HelpText() {}

  static String description(Help help) {
    return paragraphs(help.commandSpec().usageMessage().description());
  }

  /** Examples stand as they are: a command in two lines could not be pasted. */
  static String footer(Help help) {
    return paragraphs(help.commandSpec().usageMessage().footer());
  }

  private static String paragraphs(String... paragraphs) {
    StringBuilder text = new StringBuilder();
    for (String paragraph : paragraphs) {
      List<String> lines =
          paragraph.startsWith(INDENT)
              ? List.of(paragraph)
              : Wrap.lines("", paragraph, "", Terminal.USUAL_WIDTH);
      lines.forEach(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }

  static String options(Help help, List<OptionSpec> options) {
    StringBuilder text = new StringBuilder();
    Help.IOptionRenderer renderer = help.createDefaultOptionRenderer();
    for (OptionSpec option : options) {
      Text[] row = renderer.render(option, help.parameterLabelRenderer(), help.colorScheme())[0];
      String letter = row[1].plainString();
      String head = (letter.isEmpty() ? "      " : "  " + letter + ", ") + row[3].plainString();
      text.append(entry(head, option.description()));
    }
    return text.toString();
  }

  static String parameters(Help help) {
    StringBuilder text = new StringBuilder();
    Help.IParameterRenderer renderer = help.createDefaultParameterRenderer();
    for (PositionalParamSpec parameter : help.commandSpec().positionalParameters()) {
      Text[] row = renderer.render(parameter, help.parameterLabelRenderer(), help.colorScheme())[0];
      text.append(entry("      " + row[3].plainString(), parameter.description()));
    }
    return text.toString();
  }

  static String verbs(Help help) {
    Map<String, Help> verbs = help.subcommands();
    int widest = verbs.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    verbs.forEach(
        (name, verb) -> {
          String[] description = verb.commandSpec().usageMessage().description();
          String head = "  %s%s  ".formatted(name, " ".repeat(widest - name.length()));
          Wrap.lines(head, description[0], " ".repeat(head.length() + 2), Terminal.USUAL_WIDTH)
              .forEach(line -> text.append(line).append('\n'));
        });
    return text.toString();
  }

  private static String entry(String head, String... description) {
    StringBuilder text = new StringBuilder();
    String indent = " ".repeat(DESCRIPTION_COLUMN);
    boolean beside = head.length() + 2 <= DESCRIPTION_COLUMN;
    if (!beside) {
      text.append(head).append('\n');
    }
    String first = beside ? head + indent.substring(head.length()) : indent;
    Wrap.lines(first, String.join(" ", description), indent + "  ", Terminal.USUAL_WIDTH)
        .forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}
