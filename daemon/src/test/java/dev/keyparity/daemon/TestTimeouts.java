package dev.keyparity.daemon;

import java.time.Duration;

/** How long tests wait before they give up; {@code -Dkeyparity.test.timeout.factor} scales it. */
public final class TestTimeouts {
  private TestTimeouts() {}

  /** For what is done in milliseconds on an idle machine and must not fail on a busy one. */
  public static Duration generous() {
    return Duration.ofSeconds(30L * Integer.getInteger("keyparity.test.timeout.factor", 1));
  }
}
