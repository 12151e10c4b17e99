package dev.keyparity.coordinator.workflow;

import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The name of one run, drawn when its plan is made: {@code 0f3a91c2d4e5-8c1f}. */
public record RunId(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{12}-[0-9a-f]{4}");

  public RunId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "run id: %s (expected: 12 lower-case hex digits, a hyphen, 4 more)".formatted(value));
    }
  }

  public static RunId draw(RandomGenerator random) {
    return new RunId(
        String.format(
            Locale.ROOT,
            "%012x-%04x",
            random.nextLong() & 0xFFFF_FFFF_FFFFL,
            random.nextInt() & 0xFFFF));
  }

  @Override
  public String toString() {
    return value;
  }
}
