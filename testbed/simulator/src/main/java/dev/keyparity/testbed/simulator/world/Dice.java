package dev.keyparity.testbed.simulator.world;

import java.time.Duration;
import java.util.Random;
import java.util.SplittableRandom;

/** Everything that is left to chance, drawn from one seed. */
public final class Dice {
  private final Random random;

  public Dice(long seed) {
    // The first numbers of neighbouring seeds are alike.
    this.random = new Random(new SplittableRandom(seed).nextLong());
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int upTo(int most) {
    return random.nextInt(most) + 1;
  }

  Duration millis(int least, int most) {
    return Duration.ofMillis(least + random.nextInt(most - least + 1));
  }

  Random random() {
    return random;
  }

  /** For one user: what one draws changes nothing for others. */
  Random fork() {
    return new Random(random.nextLong());
  }
}
