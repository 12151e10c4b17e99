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

  /**
   * Without one host: its item with every line of it, and no other; empty if the list is not laid
   * out as people write it, or has no such host.
   */
  Optional<String> without(String host) {
    int head = head();
    String indent = null;
    for (int i = head + 1; head >= 0 && i < lines.size() && belongs(lines.get(i), indent); i++) {
      Matcher item = ITEM.matcher(lines.get(i));
      if (item.matches() && (indent == null || item.group(1).equals(indent))) {
        String margin = item.group(1);
        indent = margin;
        int end = end(i, margin);
        if (lines.subList(i, end).stream().anyMatch(line -> names(line, host))) {
          List<String> changed = new ArrayList<>(lines.subList(0, i));
          changed.addAll(lines.subList(end, lines.size()));
          return Optional.of(String.join("\n", changed) + "\n");
        }
      }
    }
    return Optional.empty();
  }

  private static boolean names(String line, String host) {
    return !isFiller(line)
        && Pattern.matches(
            "(\\s*- |\\s+|.*[{,]\\s*)name:\\s*[\"']?%s[\"']?\\s*([,}#].*)?"
                .formatted(Pattern.quote(host)),
            line);
  }

  /** The line after an item: what stands deeper than its dash belongs to it, fillers do not. */
  private int end(int begin, String indent) {
    int end = begin + 1;
    for (int i = begin + 1; i < lines.size() && lines.get(i).startsWith(indent + " "); i++) {
      if (!isFiller(lines.get(i))) {
        end = i + 1;
      }
    }
    return end;
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
