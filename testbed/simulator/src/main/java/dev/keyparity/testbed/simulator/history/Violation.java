package dev.keyparity.testbed.simulator.history;

/**
 * An invariant that did not hold.
 *
 * @param event number of the event after which it did not
 */
public record Violation(String number, String invariant, String what, int event) {
  @Override
  public String toString() {
    return "%s %s: %s (event %d)".formatted(number, invariant, what, event);
  }
}
