package dev.keyparity.testbed.simulator.history;

import java.util.Optional;

/** A key file goes only if its bytes are in a backup that opens with the recovery key. */
public final class NoKeyBytesLost implements Invariant {
  @Override
  public String number() {
    return "I1";
  }

  @Override
  public Optional<String> after(Event event) {
    if (!(event instanceof Event.KeyFileChanged changed)) {
      return Optional.empty();
    }
    boolean lost =
        !changed.before().equals(Event.ABSENT) && !changed.saved().contains(changed.before());
    return lost
        ? Optional.of(
            "%s: %s is gone and in no backup that opens"
                .formatted(changed.host(), changed.before()))
        : Optional.empty();
  }
}
