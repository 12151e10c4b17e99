package dev.keyparity.cli.survey;

import dev.keyparity.cli.console.Document;
import dev.keyparity.cli.console.Ink;
import dev.keyparity.cli.console.Page;
import dev.keyparity.cli.console.Table;
import dev.keyparity.cli.console.View;
import dev.keyparity.cli.console.Wrap;
import dev.keyparity.proto.coordinator.v1.Pair;
import dev.keyparity.proto.coordinator.v1.ValidateReply;
import dev.keyparity.wording.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The decrypt matrix: {@code keyparity.validate/1}. */
record MatrixView(String service, ValidateReply matrix) implements View {

  /** Whether every pair works; a matrix without pairs proves nothing. */
  boolean isWhole() {
    return matrix.getPairsCount() > 0 && ok() == matrix.getPairsCount();
  }

  private long ok() {
    return matrix.getPairsList().stream().filter(Pair::getOk).count();
  }

  @Override
  public Document document() {
    return Document.schema("keyparity.validate/1")
        .put("service", service)
        .put("at", Times.ofMillis(matrix.getAtMs()))
        .put("pairs", matrix.getPairsCount())
        .put("ok", ok())
        .put("matrix", Document.items(matrix.getPairsList(), MatrixView::pair))
        .build();
  }

  private static Document pair(Pair pair) {
    return Document.fields()
        .put("encrypted_on", pair.getEncryptedOn())
        .put("decrypted_on", pair.getDecryptedOn())
        .put("ok", pair.getOk())
        .put("memory_only", pair.getMemoryOnly())
        .put("error", pair.getError().isEmpty() ? null : pair.getError())
        .build();
  }

  @Override
  public List<String> lines(Page page) {
    Instant at = Times.ofMillis(matrix.getAtMs());
    String answer = "%d of %d pairs work".formatted(ok(), matrix.getPairsCount());
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s   %s (%s %s)"
            .formatted(
                service,
                (isWhole() ? Ink.GOOD : Ink.BAD).of(answer),
                page.times().minute(at),
                page.times().zone(at)));
    if (matrix.getPairsCount() == 0) {
      return lines;
    }
    lines.add("");
    lines.addAll(grid(page));
    for (Pair pair : matrix.getPairsList()) {
      if (!pair.getOk()) {
        String text =
            "encrypted on %s, decrypted on %s: %s"
                .formatted(pair.getEncryptedOn(), pair.getDecryptedOn(), pair.getError());
        lines.addAll(Wrap.lines("  ", text, "    ", page.width()));
      }
    }
    if (matrix.getPairsList().stream().anyMatch(Pair::getMemoryOnly)) {
      lines.addAll(
          Wrap.lines("", "m: the answer may have come from that KMS's memory", "", page.width()));
    }
    return lines;
  }

  private List<String> grid(Page page) {
    Set<String> hosts = new LinkedHashSet<>();
    matrix.getPairsList().forEach(pair -> hosts.add(pair.getEncryptedOn()));
    matrix.getPairsList().forEach(pair -> hosts.add(pair.getDecryptedOn()));
    List<String> names = List.copyOf(hosts);
    List<String> heads = new ArrayList<>();
    heads.add("ENCRYPTED ON \\ DECRYPTED ON");
    // Columns are numbered as the rows: names would not fit beside each other.
    for (int i = 1; i <= names.size(); i++) {
      heads.add(Integer.toString(i));
    }
    Table table = Table.of(heads.toArray(new String[0]));
    for (int row = 0; row < names.size(); row++) {
      List<String> cells = new ArrayList<>();
      cells.add((row + 1) + " " + names.get(row));
      for (String column : names) {
        cells.add(cell(names.get(row), column));
      }
      table.row(cells.toArray(new String[0]));
    }
    return table.lines(page.width());
  }

  private String cell(String encryptedOn, String decryptedOn) {
    Optional<Pair> pair =
        matrix.getPairsList().stream()
            .filter(one -> one.getEncryptedOn().equals(encryptedOn))
            .filter(one -> one.getDecryptedOn().equals(decryptedOn))
            .findFirst();
    if (pair.isEmpty()) {
      return encryptedOn.equals(decryptedOn) ? "·" : "?";
    }
    if (!pair.get().getOk()) {
      return Ink.BAD.of("✗");
    }
    return pair.get().getMemoryOnly() ? Ink.WARN.of("m") : Ink.GOOD.of("✓");
  }
}
