package dev.keyparity.coordinator.leadership;

import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Leadership as the test decides. Events come on the caller's thread. Thread-safe. */
public final class FakeLeadership implements Leadership {
  private final Coordinator self;
  private final String group;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private @Nullable FencingToken token;
  private long firstEpoch;
  private long epoch;
  private boolean suspended;

  public FakeLeadership(String group, String name) {
    this.group = group;
    this.self = new Coordinator(name, name + "-00000001", name + ".example.com:7418");
  }

  /** Wins a new leadership. */
  public synchronized FencingToken gain() {
    epoch++;
    firstEpoch = epoch;
    suspended = false;
    FencingToken now = new FencingToken(group, epoch, self.holder());
    token = now;
    listeners.forEach(listener -> listener.gained(now));
    return now;
  }

  public synchronized void suspend() {
    suspended = true;
    listeners.forEach(listener -> listener.suspended("test"));
  }

  public synchronized void resume() {
    FencingToken now = token;
    suspended = false;
    if (now != null) {
      listeners.forEach(listener -> listener.resumed(now));
    }
  }

  public synchronized void lose() {
    token = null;
    listeners.forEach(listener -> listener.lost("test"));
  }

  @Override
  public synchronized Optional<FencingToken> token() {
    return suspended ? Optional.empty() : Optional.ofNullable(token);
  }

  @Override
  public synchronized boolean holds(FencingToken other) {
    return !suspended
        && token != null
        && other.holder().equals(token.holder())
        && other.epoch() >= firstEpoch
        && other.epoch() <= token.epoch();
  }

  @Override
  public void addListener(Listener listener) {
    listeners.add(listener);
  }

  @Override
  public synchronized FencingToken raiseAbove(FencingToken from, long above) {
    if (token == null || !holds(from)) {
      throw new KeyparityException(ErrorCode.STALE_LEADER, "leadership: " + from + " is over");
    }
    if (token.epoch() <= above) {
      epoch = above + 1;
      token = new FencingToken(group, epoch, self.holder());
    }
    return token;
  }

  @Override
  public synchronized void resign(String reason) {
    lose();
  }

  @Override
  public synchronized Group group() {
    return token == null
        ? new Group(Optional.empty(), epoch, List.of(self))
        : new Group(Optional.of(self), epoch, List.of());
  }
}
