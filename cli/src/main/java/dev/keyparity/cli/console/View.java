package dev.keyparity.cli.console;

import java.util.List;

/** One result, as a document for programs and as lines for people. Immutable. */
public interface View {
  Document document();

  List<String> lines(Page page);
}
