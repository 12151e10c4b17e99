package dev.keyparity.testbed.protections;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every protection is needed: without it the product's own tests turn red; with it they do not. */
@Execution(ExecutionMode.CONCURRENT)
class ProtectionsIT {

  static List<Protection> protections() {
    return Catalogue.all();
  }

  @ParameterizedTest
  @MethodSource("protections")
  void protection_takenOut_turnsTestsRed(
      Protection protection, @TempDir Path with, @TempDir Path without) throws Exception {
    Trial.Ending unchanged = Trial.unchanged(protection, with);
    assertThat(unchanged.code()).as(unchanged.output()).isEqualTo(SelectedTestsMain.PASSED);

    Trial.Ending weakened = new Trial(protection, without).run();

    assertThat(weakened.code())
        .as("%s is out, and: %s", protection, weakened.output())
        .isEqualTo(SelectedTestsMain.FAILED);
    List<String> lines = weakened.output().lines().toList();
    System.out.printf("%s: %s%n", protection, lines.get(lines.size() - 1));
  }
}
