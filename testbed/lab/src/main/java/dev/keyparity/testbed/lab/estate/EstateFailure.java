package dev.keyparity.testbed.lab.estate;

/** The demo did not go as it must; the message is what the report says. */
public final class EstateFailure extends RuntimeException {
  public EstateFailure(String message) {
    super(message);
  }

  public static void check(boolean holds, String message) {
    if (!holds) {
      throw new EstateFailure(message);
    }
  }
}
