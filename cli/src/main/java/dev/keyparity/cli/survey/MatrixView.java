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

  private static final String MEMORY =
      "m: the answer may have come from that KMS's memory. It serves clients now; whether its key"
          + " file opens the key is not shown. A run proves each pair with a fresh key version.";

  /** Whether every pair works; a matrix without pairs proves nothing. */
  boolean isWhole() {
    return matrix.getPairsCount() > 0 && ok() == matrix.getPairsCount();
  }

  private long ok() {
    return matrix.getPairsList().stream().filter(Pair::getOk).count();
  }

  /** Answers that prove no ring: that KMS may have remembered the key. */
  private long fromMemory() {
    return matrix.getPairsList().stream().filter(it -> it.getOk() && it.getMemoryOnly()).count();
  }

  private String answer() {
    int pairs = matrix.getPairsCount();
    return fromMemory() == 0
        ? "%d of %d pairs work".formatted(ok(), pairs)
        : "%d of %d pairs answer, %s proven: %d may be from memory"
            .formatted(
                ok(), pairs, ok() == fromMemory() ? "none" : ok() - fromMemory(), fromMemory());
  }

  private Ink ink() {
    if (!isWhole()) {
      return Ink.BAD;
    }
    return fromMemory() == 0 ? Ink.GOOD : Ink.WARN;
  }

  @Override
  public Document document() {
    return Document.schema("keyparity.validate/1")
        .put("service", service)
        .put("at", Times.ofMillis(matrix.getAtMs()))
        .put("pairs", matrix.getPairsCount())
        .put("ok", ok())
        .put("memory_only", fromMemory())
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
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s   %s (%s %s)"
            .formatted(
                service, ink().of(answer()), page.times().minute(at), page.times().zone(at)));
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
    if (fromMemory() > 0) {
      lines.addAll(Wrap.lines("", MEMORY, "   ", page.width()));
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
