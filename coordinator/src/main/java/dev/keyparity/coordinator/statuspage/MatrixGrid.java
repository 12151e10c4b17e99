package dev.keyparity.coordinator.statuspage;

import dev.keyparity.coordinator.kms.MatrixResult;
import dev.keyparity.coordinator.kms.MatrixResult.Pair;
import dev.keyparity.proto.coordinator.v1.HostStatus;
import dev.keyparity.wording.Times;
import dev.keyparity.wording.Tone;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The decrypt matrix as a square: a row for each host that encrypted, a column for each that
 * decrypted. A pair that was not asked is shown as such. Pure.
 */
final class MatrixGrid {
  private MatrixGrid() {}

  /**
   * @param anchor begins the ids of elements
   */
  static List<Html> of(String anchor, MatrixResult matrix, List<HostStatus> hosts, Times times) {
    List<String> names = hosts.stream().map(HostStatus::getHost).toList();
    Html head = Html.of("tr").add(Html.of("td").add(Words.unseen("encrypted on, decrypted by")));
    names.forEach(name -> head.add(Html.of("th").with("scope", "col").add(Html.of("span", name))));
    Html body = Html.of("tbody");
    for (String from : names) {
      Html row = Html.of("tr").add(Words.host(from));
      names.forEach(to -> row.add(cell(matrix, from, to)));
      body.add(row);
    }
    // No caption: it would be as wide as its words, and stretch the square.
    Html title =
        Html.of("h3", "Decrypt matrix ")
            .with("id", anchor + "-matrix")
            .add(
                Words.toned(
                    matrix.isProof() ? Tone.PLAIN : Tone.BAD,
                    "%d of %d".formatted(matrix.ok(), matrix.pairs().size())))
            .text(", ")
            .add(Words.asOf(matrix.at().toEpochMilli(), times));
    Html grid =
        Html.of("table")
            .with("class", "matrix")
            .with("aria-labelledby", anchor + "-matrix")
            .add(Html.of("thead").add(head), body);
    Html key =
        Html.of(
                "p",
                "row encrypts, column decrypts: ✓ yes · ✗ no · ~ from memory only, proves no ring ·"
                    + " ? not asked")
            .with("class", "none");
    return Stream.concat(Stream.of(title, grid, key), failures(matrix).stream()).toList();
  }

  private static Html cell(MatrixResult matrix, String from, String to) {
    if (from.equals(to)) {
      return Html.of("td").with("class", "self").add(Words.unseen("the same host"));
    }
    Optional<Pair> pair =
        matrix.pairs().stream()
            .filter(it -> it.encryptedOn().equals(from) && it.decryptedOn().equals(to))
            .findFirst();
    if (pair.isEmpty()) {
      return cell(Tone.WARN, "?", "not asked");
    }
    if (!pair.get().ok()) {
      return cell(Tone.BAD, "✗", "no");
    }
    return pair.get().memoryOnly()
        ? cell(Tone.WARN, "~", "from memory only")
        : cell(Tone.GOOD, "✓", "yes");
  }

  private static Html cell(Tone tone, String sign, String words) {
    return Html.of("td")
        .add(Words.toned(tone, sign).with("aria-hidden", "true"), Words.unseen(words));
  }

  private static List<Html> failures(MatrixResult matrix) {
    List<Html> lines =
        matrix.pairs().stream()
            .filter(pair -> !pair.ok())
            .map(
                pair ->
                    Html.of(
                        "li",
                        "%s cannot decrypt what %s encrypted: %s"
                            .formatted(pair.decryptedOn(), pair.encryptedOn(), pair.error())))
            .toList();
    return lines.isEmpty() ? List.of() : List.of(Html.of("ul").add(lines));
  }
}
