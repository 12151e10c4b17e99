package dev.keyparity.coordinator.leadership;

import dev.keyparity.daemon.fencing.FencingToken;
import java.util.List;
import java.util.Optional;

/**
 * Whether this coordinator leads. Thread-safe.
 *
 * <p>States and events: not leading → {@code gained} → leading → {@code suspended} (the connection
 * is gone, the session may live: cause no effect, keep what is known) → {@code resumed} with the
 * same token, or {@code lost}. After {@code lost} only a {@code gained} with a higher epoch
 * follows. Events come one at a time, in order, on one thread.
 */
public interface Leadership {

  /** Whoever acts on a change of leadership. Must return soon: enqueue, do not work. */
  interface Listener {
    /** A new leadership: re-read everything, remember nothing. */
    void gained(FencingToken token);

    /** Cause no further effect until resumed. */
    void suspended(String reason);

    /** The same leadership goes on; the token may have a raised epoch. */
    void resumed(FencingToken token);

    /** Drop everything that was done as a leader. */
    void lost(String reason);

    /**
     * For whoever only keeps what a leader has read: a suspension changes nothing of that, because
     * nobody is answered without a token, and the same leader goes on.
     *
     * @param forget drops it, when a leadership begins and when one ends
     */
    static Listener atHandover(Runnable forget) {
      return new Listener() {
        @Override
        public void gained(FencingToken token) {
          forget.run();
        }

        @Override
        public void suspended(String reason) {}

        @Override
        public void resumed(FencingToken token) {}

        @Override
        public void lost(String reason) {
          forget.run();
        }
      };
    }
  }

  /**
   * A coordinator of the group.
   *
   * @param name as configured
   * @param holder the name of this process start, as in fencing tokens
   * @param address where operators reach it, {@code host:port}
   */
  record Coordinator(String name, String holder, String address) {}

  /**
   * The group as last read.
   *
   * @param epoch of the newest leadership, 0 if there never was one
   */
  record Group(Optional<Coordinator> leader, long epoch, List<Coordinator> standbys) {
    public Group {
      standbys = List.copyOf(standbys);
    }
  }

  /** The present token; empty while not leading, and while suspended. */
  Optional<FencingToken> token();

  /**
   * Whether effects may still be caused under a token that was read earlier: this process leads, is
   * not suspended, and the token is of the present leadership, raised or not.
   */
  boolean holds(FencingToken token);

  /** Events begin with the next change; add listeners before starting. */
  void addListener(Listener listener);

  /**
   * Raises the epoch of the present leadership above the given one, durably, and returns the token
   * from now on. Tokens of the same leadership stay valid for the record store.
   *
   * <p>Fails with {@code STALE_LEADER} if the token is not of the present leadership, and with
   * {@code BLOCKED} if the jump is larger than any history explains.
   */
  FencingToken raiseAbove(FencingToken token, long epoch);

  /** Gives leadership up, so that another coordinator can take it; this one stands again. */
  void resign(String reason);

  /** Reads who leads and who stands by. */
  Group group();
}
