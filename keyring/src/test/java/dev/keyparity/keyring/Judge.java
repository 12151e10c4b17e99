package dev.keyparity.keyring;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The verdict on bytes, as an agent would reach it. */
final class Judge {
  static final Profile PROFILE = Profile.named("keytrustee-kms");
  private static final FileReading.Attributes PROPER =
      new FileReading.Attributes("kms", "kms", "0600", 1);

  private Judge() {}

  static KeyDirectoryFacts facts(byte[] secring) {
    return KeyDirectory.facts(
        PROFILE, null, List.of(FileReading.of("secring.gpg", secring.clone(), PROPER)), Set.of());
  }

  static KeyDirectoryFacts absent() {
    return KeyDirectory.facts(PROFILE, null, List.of(), Set.of());
  }

  static Comparison compare(byte[] approved, byte[] other) {
    return compare(approved, other, Truncation.between(approved, other));
  }

  static Comparison compare(byte[] approved, byte[] other, Truncation truncation) {
    return Comparison.of(facts(approved), facts(other), truncation);
  }

  static Verdict verdict(byte[] approved, byte[] other) {
    return compare(approved, other).verdict();
  }

  /** A judge of many files against one approved one. */
  static Function<byte[], Comparison> against(byte[] approved) {
    ApprovedKey key = ApprovedKey.from(facts(approved));
    return other -> Comparison.of(key, facts(other), Truncation.between(approved, other));
  }

  static byte[] flip(byte[] bytes, int at, int bit) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= (byte) (1 << bit);
    return flipped;
  }
}
