package dev.keyparity.keyring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The keys of one key file in its order, and which of them would go if it were replaced. Whoever
 * asks an operator and whoever holds the file must come to the same answer, so it is worked out
 * here alone. Fingerprints are upper-case hex digits. Immutable.
 */
public record KeysAtStake(List<Held> inOrder) {

  /**
   * @param primary whether it is a primary key rather than a subkey of the one before it
   */
  public record Held(String fingerprint, boolean primary) {}

  public KeysAtStake {
    inOrder = List.copyOf(inOrder);
  }

  public static KeysAtStake of(Collection<KeyFacts> keys) {
    return new KeysAtStake(
        keys.stream().map(key -> new Held(key.fingerprint().hex(), key.primary())).toList());
  }

  /**
   * The key that an operator must name: the first primary key that is not kept, else the first key
   * of any kind; empty if all are kept.
   */
  public Optional<String> givesWayTo(Collection<String> kept) {
    List<Held> lost = inOrder.stream().filter(key -> !kept.contains(key.fingerprint())).toList();
    return lost.stream()
        .filter(Held::primary)
        .findFirst()
        .or(() -> lost.stream().findFirst())
        .map(Held::fingerprint);
  }

  /** Keys that are neither kept nor named, and whose primary key is not named either. */
  public List<String> beyond(Collection<String> named, Collection<String> kept) {
    List<String> beyond = new ArrayList<>();
    String primary = "";
    for (Held key : inOrder) {
      primary = key.primary() ? key.fingerprint() : primary;
      boolean goes = named.contains(key.fingerprint()) || named.contains(primary);
      if (!goes && !kept.contains(key.fingerprint())) {
        beyond.add(key.fingerprint());
      }
    }
    return List.copyOf(beyond);
  }
}
