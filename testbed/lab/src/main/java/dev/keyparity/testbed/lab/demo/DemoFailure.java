package dev.keyparity.testbed.lab.demo;

/** The demo did not go as it must; the message is what the report says. */
final class DemoFailure extends RuntimeException {
  DemoFailure(String message) {
    super(message);
  }

  static void check(boolean holds, String message) {
    if (!holds) {
      throw new DemoFailure(message);
    }
  }
}
