package dev.keyparity.coordinator;

import java.time.Duration;

/**
 * How long tests wait for what must come; scaled by the property {@code keyparity.test.patience}.
 */
public final class TestTimeouts {
  private static final int PATIENCE = Integer.getInteger("keyparity.test.patience", 1);

  /** For what comes in well under a second on an idle machine. */
  public static final Duration SOON = Duration.ofSeconds(30L * PATIENCE);

  private TestTimeouts() {}
}
