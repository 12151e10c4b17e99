package dev.keyparity.coordinator.leadership;

import dev.keyparity.daemon.fencing.FencingToken;
import java.util.Optional;
import java.util.function.Supplier;

/** A leadership that is whatever a test says; nobody is told of its changes. */
public record Reign(Supplier<Optional<FencingToken>> present) implements Leadership {
  @Override
  public Optional<FencingToken> token() {
    return present.get();
  }

  @Override
  public boolean holds(FencingToken token) {
    return token().filter(token::equals).isPresent();
  }

  @Override
  public void addListener(Listener listener) {}

  @Override
  public FencingToken raiseAbove(FencingToken token, long epoch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void resign(String reason) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Group group() {
    throw new AssertionError("a call about runs must not wait for who leads");
  }
}
