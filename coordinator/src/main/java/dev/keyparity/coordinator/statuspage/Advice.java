package dev.keyparity.coordinator.statuspage;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an operator can do, a line each; commands stand so that they can be copied. Pure. */
final class Advice {
  /** A command, and after two spaces or more what it does; or words that end in a command. */
  private static final Pattern COMMAND_FIRST =
      Pattern.compile("((?:keyparity|systemctl) .*?)(?: {2,}(.*))?");

  private static final Pattern COMMAND_LAST = Pattern.compile("(.*: )(keyparity .*)");

  private Advice() {}

  /** Nothing where there is nothing to do. */
  static List<Html> of(String title, List<String> lines) {
    if (lines.isEmpty()) {
      return List.of();
    }
    Html list = Html.of("ul").with("class", "advice");
    lines.forEach(line -> list.add(item(line.strip())));
    return List.of(Html.of("h3", title), list);
  }

  private static Html item(String line) {
    Matcher first = COMMAND_FIRST.matcher(line);
    if (first.matches()) {
      Html item = Html.of("li").add(Html.of("code", first.group(1)));
      return first.group(2) == null ? item : item.add(Html.of("p", first.group(2)));
    }
    Matcher last = COMMAND_LAST.matcher(line);
    return last.matches()
        ? Html.of("li", last.group(1)).add(Html.of("code", last.group(2)))
        : Html.of("li", line.replaceAll(" {2,}", " "));
  }
}
