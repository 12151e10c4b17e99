package dev.keyparity.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pairs of key directories that people, GnuPG and broken disks make, each with the verdict that was
 * expected before: no false alarm, nothing missed.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES) // a FIFO must not hang a look; no measure of speed
class RingPairsTest {
  private static final Path PAGE = Path.of("../docs/reliability.md");
  private static final ConfusionMatrix MATRIX = new ConfusionMatrix();

  @TempDir private Path place;

  static Stream<RingPair> pairs() {
    return Stream.of(GreenPairs.all(), OtherKeyPairs.all(), BrokenPairs.all()).flatMap(all -> all);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pairs")
  void pair_judged_isToldAsExpected(RingPair pair) throws Exception {
    RingPair.Told told = pair.judge(place);
    MATRIX.add(pair.expected(), told.comparison().verdict());

    assertThat(told.comparison().verdict())
        .as("%s: %s", pair.name(), told.comparison().reasons())
        .isEqualTo(pair.expected());
    if (pair.expected().isInParity()) {
      assertThat(told.warnings()).isEqualTo(pair.warned());
    } else {
      assertThat(told.comparison().reasons()).isNotEmpty();
    }
  }

  /** Root may read everything, so the table is without these. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("shut")
  void shutToTheAgent_judgedAsOrdinaryUser_isUnreadable(RingPair pair) throws Exception {
    assumeFalse("root".equals(System.getProperty("user.name")), "root reads everything");

    Verdict verdict = pair.judge(place).comparison().verdict();
    Files.setPosixFilePermissions(
        place.resolve("other"), PosixFilePermissions.fromString("rwx------"));

    assertThat(verdict).isEqualTo(pair.expected());
  }

  static List<RingPair> shut() {
    return List.of(
        RingPair.after(
            "nobody may read the file",
            Verdict.UNREADABLE,
            d ->
                Files.setPosixFilePermissions(
                    d.resolve(RingPair.KEY_FILE), PosixFilePermissions.fromString("---------"))),
        RingPair.after(
            "nobody may enter the directory",
            Verdict.UNREADABLE,
            d -> Files.setPosixFilePermissions(d, PosixFilePermissions.fromString("---------"))));
  }

  @Test
  void names_ofPairs_areDifferent() {
    assertThat(pairs().map(RingPair::name)).doesNotHaveDuplicates().hasSizeGreaterThan(50);
  }

  @AfterAll
  static void matrix_ofAllPairs_isThatOfTheDocs() throws Exception {
    if (MATRIX.pairs() < pairs().count()) {
      return; // some of them were chosen by hand
    }
    assertThat(MATRIX.falseCriticals()).as("false criticals").isZero();
    assertThat(MATRIX.misses()).as("misses").isZero();
    assertThat(MATRIX.others()).as("told otherwise than expected").isZero();
    assertThat(Files.readString(PAGE))
        .contains(MATRIX.markdown())
        .contains(MATRIX.pairs() + " pairs, false criticals 0, misses 0");
  }
}
