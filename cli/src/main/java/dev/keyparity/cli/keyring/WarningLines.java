package dev.keyparity.cli.keyring;

import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.keyring.Warning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Warnings about a key directory: what is so of several files is said once. Pure. */
final class WarningLines {
  private static final String DIRECTORY = ".";

  private WarningLines() {}

  static List<String> of(Collection<Warning> warnings, Page page) {
    Map<String, List<String>> files = new LinkedHashMap<>();
    for (Warning warning : warnings) {
      files
          .computeIfAbsent(warning.detail(), detail -> new ArrayList<>())
          .add(warning.file().equals(DIRECTORY) ? "key directory" : warning.file());
    }
    List<String> lines = new ArrayList<>();
    files.forEach(
        (detail, where) ->
            lines.addAll(
                Wrap.lines(
                    Ink.WARN.of("warning") + "   ",
                    String.join(", ", where) + ": " + detail,
                    " ".repeat(10),
                    page.width())));
    return lines;
  }
}
