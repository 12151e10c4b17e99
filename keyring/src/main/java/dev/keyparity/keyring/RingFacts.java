package dev.keyparity.keyring;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a ring file says, read from its bytes alone.
 *
 * @param reasons why it is not sound, most important first; empty if it is
 * @param keys every key that could be read, in file order, also of a damaged ring
 * @param identity the canonical identity; null unless sound
 */
public record RingFacts(
    Soundness soundness,
    List<String> reasons,
    List<KeyFacts> keys,
    @Nullable KeyIdentity identity,
    List<Warning> warnings) {

  public RingFacts {
    reasons = List.copyOf(reasons);
    keys = List.copyOf(keys);
    warnings = List.copyOf(warnings);
  }
}
