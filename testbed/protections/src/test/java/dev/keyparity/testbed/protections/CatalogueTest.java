package dev.keyparity.testbed.protections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is to be taken out is still there, and the document says what is taken out. */
class CatalogueTest {
  private static final Path DOCUMENT = Path.of("../../docs/reliability.md");

  static List<Protection> protections() {
    return Catalogue.all();
  }

  @ParameterizedTest
  @MethodSource("protections")
  void protection_isWhereTheCatalogueSays(Protection protection) throws IOException {
    assertThat(Trial.without(protection)).isNotEqualTo(Files.readString(Trial.source(protection)));
  }

  @Test
  void names_areDistinct() {
    assertThat(Catalogue.all()).extracting(Protection::name).doesNotHaveDuplicates();
  }

  @Test
  void document_listsEachWithTheTestsThatNotice() throws IOException {
    List<String> rows =
        Catalogue.all().stream()
            .map(
                it ->
                    "| %s | %s | %s |"
                        .formatted(
                            it.name(),
                            it.guards(),
                            String.join(
                                ", ",
                                it.shortTests().stream()
                                    .map(test -> "`" + test.replaceAll("#.*", "") + "`")
                                    .toList())))
            .toList();

    assertThat(String.join("\n", rows))
        .isEqualTo(
            String.join(
                "\n",
                Files.readAllLines(DOCUMENT).stream()
                    .dropWhile(line -> !line.startsWith("| protection | guards | red without it |"))
                    .skip(2)
                    .takeWhile(line -> line.startsWith("|"))
                    .toList()));
  }
}
