package dev.keyparity.testbed.lab.onejvm;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyparity.testbed.lab.onejvm.KillPoints.Point;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KillTourTest {
  private static final List<Point> EIGHT =
      IntStream.rangeClosed(1, 8).mapToObj(time -> new Point("a write", time)).toList();

  private static KillTour.Visit reachedUpTo(int time) {
    return point -> point.time() <= time;
  }

  @Test
  void visit_threeInFourReached_isHeld() {
    assertThatCode(() -> tour(EIGHT).visit(reachedUpTo(6))).doesNotThrowAnyException();
  }

  @Test
  void visit_fewerReached_isNoSuccess() {
    assertThatThrownBy(() -> tour(EIGHT).visit(reachedUpTo(5)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("5 of 8 points reached")
        .hasMessageContaining("a write #8");
  }

  @Test
  void visit_noPointAtAll_isNoSuccess() {
    assertThatThrownBy(() -> tour(List.of()).visit(reachedUpTo(8)))
        .isInstanceOf(AssertionError.class);
  }

  private static KillTour tour(List<Point> points) {
    return new KillTour("tour", points, Math.max(1, points.size()));
  }
}
