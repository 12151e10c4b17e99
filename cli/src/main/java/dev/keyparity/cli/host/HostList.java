package dev.keyparity.cli.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The list of hosts in the text of a service file, changed without touching a comment or any other
 * line. Pure. It reads the layout that people write, one {@code - } for each host, and nothing
 * cleverer: whoever uses it has the coordinator read the result, and holds that against what was
 * meant.
 */
final class HostList {
  private static final Pattern HEAD = Pattern.compile("hosts:\\s*(#.*)?");
  private static final Pattern ITEM = Pattern.compile("(\\s*)- .*");

  private final List<String> lines;

  HostList(String serviceFile) {
    this.lines = serviceFile.lines().toList();
  }

  /** With one more host at the end; empty if the list is not laid out as people write it. */
  Optional<String> with(String host, String agent, String kms) {
    int head = head();
    if (head < 0 || head + 1 >= lines.size()) {
      return Optional.empty();
    }
    int last = head;
    String indent = null;
    for (int i = head + 1; i < lines.size() && belongs(lines.get(i), indent); i++) {
      Matcher item = ITEM.matcher(lines.get(i));
      if (indent == null && item.matches()) {
        indent = item.group(1);
      }
      if (indent != null && !isFiller(lines.get(i))) {
        last = i;
      }
    }
    if (indent == null) {
      return Optional.empty();
    }
    List<String> changed = new ArrayList<>(lines);
    changed.add(
        last + 1, "%s- {name: %s, agent: \"%s\", kms: \"%s\"}".formatted(indent, host, agent, kms));
    return Optional.of(String.join("\n", changed) + "\n");
  }

  private int head() {
    for (int i = 0; i < lines.size(); i++) {
      if (HEAD.matcher(lines.get(i)).matches()) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isFiller(String line) {
    return line.isBlank() || line.stripLeading().startsWith("#");
  }

  /** A list may stand as far to the left as its head. */
  private static boolean belongs(String line, @Nullable String indent) {
    return isFiller(line)
        || line.startsWith(" ")
        || (line.startsWith("- ") && (indent == null || indent.isEmpty()));
  }
}
