package dev.keyparity.daemon.status;

import java.util.function.Supplier;

/**
 * One question about the process's health. The answer is computed when it is asked for, must be
 * quick and must not block on the network.
 */
public record HealthCheck(String name, Supplier<Health> question) {

  /**
   * @param reason one sentence; empty where there is nothing to say
   */
  public record Health(boolean isGood, String reason) {
    public static Health good() {
      return new Health(true, "");
    }

    public static Health good(String reason) {
      return new Health(true, reason);
    }

    public static Health bad(String reason) {
      return new Health(false, reason);
    }
  }

  Health ask() {
    try {
      return question.get();
    } catch (RuntimeException e) {
      return Health.bad("the check itself failed: " + e.getClass().getSimpleName());
    }
  }
}
