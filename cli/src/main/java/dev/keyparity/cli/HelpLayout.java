package dev.keyparity.cli;

import dev.keyparity.cli.console.Terminal;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.cli.invocation.Verb;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * How help reads: 80 columns; below each verb its own options only, since the options of all verbs
 * would hide them; verbs of the root in groups, in the order in which they are needed.
 */
final class HelpLayout {
  private static final List<String> VERBS_FIRST =
      List.of(
          UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
          UsageMessageSpec.SECTION_KEY_SYNOPSIS,
          UsageMessageSpec.SECTION_KEY_DESCRIPTION_HEADING,
          UsageMessageSpec.SECTION_KEY_DESCRIPTION,
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
          UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_OPTION_LIST,
          UsageMessageSpec.SECTION_KEY_FOOTER_HEADING,
          UsageMessageSpec.SECTION_KEY_FOOTER);

  private HelpLayout() {}

  /** Gives the tree below a line this layout, its own included. */
  static void apply(CommandLine line, List<Vocabulary.Word> words) {
    applyTo(line.getCommandSpec());
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> grouped(words));
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
    line.getCommandSpec()
        .usageMessage()
        .sectionMap()
        .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::allOptions);
    line.getCommandSpec().usageMessage().optionListHeading("%nOptions of every verb:%n");
    line.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_END_OF_OPTIONS);
    // Not through the command line, whose setter would give the same order to every verb.
    line.getCommandSpec().usageMessage().sectionKeys(VERBS_FIRST);
  }

  private static void applyTo(CommandSpec spec) {
    UsageMessageSpec usage = spec.usageMessage();
    usage.width(Terminal.USUAL_WIDTH);
    usage.abbreviateSynopsis(true);
    usage.sortOptions(false);
    usage.descriptionHeading("%n");
    usage.parameterListHeading("%n");
    usage.optionListHeading("%nOptions:%n");
    usage.commandListHeading("%nVerbs:%n");
    usage.footerHeading("%n");
    usage.synopsisSubcommandLabel(spec.userObject() instanceof Verb ? "[VERB]" : "VERB");
    Map<String, IHelpSectionRenderer> sections = usage.sectionMap();
    sections.put(UsageMessageSpec.SECTION_KEY_DESCRIPTION, HelpText::description);
    sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, HelpText::parameters);
    sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpText::verbs);
    sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, HelpText::footer);
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::ownOptions);
    usage
        .sectionMap()
        .put(
            UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
            help -> ownOptions(help).isEmpty() ? "" : help.optionListHeading());
    usage
        .sectionMap()
        .put(
            UsageMessageSpec.SECTION_KEY_END_OF_OPTIONS,
            help -> "\nOptions of every verb (-o, --context, …): keyparity --help\n");
    for (CommandLine sub : spec.subcommands().values()) {
      applyTo(sub.getCommandSpec());
    }
  }

  private static String ownOptions(Help help) {
    return HelpText.options(
        help,
        help.commandSpec().options().stream()
            .filter(option -> !option.inherited() && !option.hidden())
            .toList());
  }

  private static String allOptions(Help help) {
    return HelpText.options(
        help, help.commandSpec().options().stream().filter(option -> !option.hidden()).toList());
  }

  private static String grouped(List<Vocabulary.Word> words) {
    StringBuilder text = new StringBuilder();
    for (Vocabulary.Group group : Vocabulary.Group.values()) {
      List<Vocabulary.Word> members = words.stream().filter(word -> word.group() == group).toList();
      text.append(members.isEmpty() ? "" : "\n" + group.title() + ":\n");
      for (Vocabulary.Word word : members) {
        String head = "  %-14s".formatted(word.name());
        Wrap.lines(head, word.summary(), " ".repeat(16), Terminal.USUAL_WIDTH)
            .forEach(line -> text.append(line).append('\n'));
      }
    }
    return text.toString();
  }
}
