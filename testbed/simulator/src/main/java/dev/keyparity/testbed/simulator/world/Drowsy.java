package dev.keyparity.testbed.simulator.world;

import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.daemon.fencing.FencingToken;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A leadership that counts as suspended for some time for whoever asks for its token. */
record Drowsy(Leadership real, BooleanSupplier asleep) implements Leadership {

  @Override
  public Optional<FencingToken> token() {
    return asleep.getAsBoolean() ? Optional.empty() : real.token();
  }

  @Override
  public boolean holds(FencingToken token) {
    return real.holds(token);
  }

  @Override
  public void addListener(Listener listener) {
    real.addListener(listener);
  }

  @Override
  public FencingToken raiseAbove(FencingToken token, long epoch) {
    return real.raiseAbove(token, epoch);
  }

  @Override
  public void resign(String reason) {
    real.resign(reason);
  }

  @Override
  public Group group() {
    return real.group();
  }
}
