package dev.keyparity.testbed.lab.faults;

import dev.keyparity.testbed.lab.kms.SteadyClient.Operation;
import dev.keyparity.testbed.lab.process.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What became of each scene: one line each, for people. */
final class Scenes {
  private static final String LINE = "%-38s %8s %4s %10s %6s %5s %4s %4s  %s%n";

  private final List<Row> rows = new ArrayList<>();

  /**
   * One scene.
   *
   * @param injected how many faults
   * @param hit how many of those met something under way
   * @param client what the client did meanwhile
   * @param mostDown KMS that did not answer at the same moment
   * @param ended how its run did
   */
  record Row(
      String name,
      int injected,
      int hit,
      List<Operation> client,
      int mostDown,
      long seconds,
      String ended) {
    long failed() {
      return client.stream().filter(operation -> !operation.isOk()).count();
    }

    /** Keys that were asked for once more: the answer to the first request was lost. */
    long createdAgain() {
      return client.stream().filter(operation -> operation.kind().equals("create-again")).count();
    }

    @Override
    public String toString() {
      return LINE.formatted(
          name, injected, hit, client.size(), failed(), createdAgain(), mostDown, seconds, ended);
    }
  }

  static String headings() {
    return LINE.formatted(
        "scene", "injected", "hit", "client ops", "failed", "again", "down", "s", "ended");
  }

  void add(Row row) {
    rows.add(row);
  }

  @Override
  public String toString() {
    return headings() + rows.stream().map(Row::toString).collect(Collectors.joining());
  }

  void write(Path file, String more) {
    try {
      Files.writeString(file, this + more);
    } catch (IOException e) {
      throw new LabException(LabException.Code.FILES, "writing " + file, e);
    }
  }
}
