package dev.keyparity.testbed.simulator.world;

import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.daemon.fencing.FencingToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one coordinator believes of its leadership: it may be wrong for a while. */
final class SessionLeadership implements Leadership {
  private final Ensemble ensemble;
  private final List<Listener> listeners = new ArrayList<>();
  private @Nullable FencingToken token;
  private long since;
  private long highest;

  SessionLeadership(Ensemble ensemble) {
    this.ensemble = ensemble;
  }

  void gain(FencingToken gained) {
    token = gained;
    since = gained.epoch();
    highest = gained.epoch();
    listeners.forEach(listener -> listener.gained(gained));
  }

  /** The highest epoch this process ever had: no token of it comes twice. */
  long highest() {
    return highest;
  }

  /** Hears that it is over, unless it leads again by now. */
  void lose() {
    FencingToken believed = token;
    if (believed != null && !ensemble.isPresent(believed)) {
      token = null;
      listeners.forEach(listener -> listener.lost("the session is over"));
    }
  }

  @Override
  public Optional<FencingToken> token() {
    return Optional.ofNullable(token);
  }

  @Override
  public boolean holds(FencingToken asked) {
    FencingToken believed = token;
    return believed != null
        && believed.holder().equals(asked.holder())
        && asked.epoch() >= since
        && asked.epoch() <= believed.epoch();
  }

  @Override
  public void addListener(Listener listener) {
    listeners.add(listener);
  }

  @Override
  public FencingToken raiseAbove(FencingToken from, long epoch) {
    FencingToken raised = ensemble.raise(from, epoch);
    token = raised;
    highest = raised.epoch();
    return raised;
  }

  @Override
  public void resign(String reason) {
    throw new UnsupportedOperationException("nobody asks for it");
  }

  @Override
  public Group group() {
    return new Group(Optional.empty(), 0, List.of());
  }
}
