package dev.keyparity.coordinator.workflow;

import java.util.regex.Pattern;

/** The stable name of a step, such as {@code synchronize-key}: stored, signed, never renamed. */
public record StepId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  public StepId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "step id: %s (expected: lower-case words joined by hyphens)".formatted(value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
