package dev.keyparity.testbed.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.testbed.lab.estate.EstateFailure;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DriftFiguresTest {

  private static DriftFigures seen(String verdict, boolean alerted, long... samples) {
    return new DriftFigures("kms2", verdict, Arrays.stream(samples).boxed().toList(), alerted);
  }

  @Test
  void judge_medianBelowTheLimit_isGoodWhateverTheSlowest() {
    DriftFigures drift = seen("DIVERGED", true, 900, 44, 249, 700, 51);

    assertThatCode(drift::judge).doesNotThrowAnyException();
    assertThat(drift.fields()).containsEntry("detected_ms", 249L);
  }

  @Test
  void judge_medianAtTheLimit_isNot() {
    assertThatThrownBy(seen("DIVERGED", true, 250, 44, 250, 700, 51)::judge)
        .isInstanceOf(EstateFailure.class)
        .hasMessageContaining("250 ms at the median of [250, 44, 250, 700, 51]");
  }

  @Test
  void judge_otherVerdictOrNoAlert_isNot() {
    assertThatThrownBy(seen("UNKNOWN", true, 1, 1, 1, 1, 1)::judge)
        .hasMessageContaining("verdict UNKNOWN");
    assertThatThrownBy(seen("DIVERGED", false, 1, 1, 1, 1, 1)::judge)
        .hasMessageContaining("no critical event names kms2");
  }
}
