package dev.keyparity.coordinator.admin;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Advice of a run as an operator can paste it. Steps and agents know what to do, not how many
 * services there are, and write {@code keyparity run resume}; here each such command gets the name
 * of the run's service. Pure.
 */
final class WholeCommands {
  /** The commands whose first word may be a service, where none follows yet. */
  private static final String OPEN =
      "(keyparity (?:run (?:list|show|follow|pause|resume|abort)|key forget|status|survey|validate"
          + "|enable|adopt|repair|backup (?:list|create|verify)|recovery-key (?:list|prove)))\\b"
          + "(?! %s\\b)";

  private final Pattern open;
  private final String named;

  WholeCommands(String service) {
    this.open = Pattern.compile(OPEN.formatted(Pattern.quote(service)));
    this.named = "$1 " + Matcher.quoteReplacement(service);
  }

  List<String> in(List<String> advice) {
    return advice.stream().map(this::in).toList();
  }

  String in(String advice) {
    return open.matcher(advice).replaceAll(named);
  }
}
