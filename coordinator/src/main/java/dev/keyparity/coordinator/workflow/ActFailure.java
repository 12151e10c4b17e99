package dev.keyparity.coordinator.workflow;

/**
 * Why an act was not done.
 *
 * @param code stable word for programs
 * @param message what, where, and what was expected: lower-case, no full stop
 * @param whatToDo the operator's next step; empty where there is none
 * @param next who acts next
 */
public record ActFailure(String code, String message, String whatToDo, Next next) {
  public ActFailure {
    if (code.isBlank()) {
      throw new IllegalArgumentException("act failure code: empty (expected: a stable word)");
    }
  }
}
