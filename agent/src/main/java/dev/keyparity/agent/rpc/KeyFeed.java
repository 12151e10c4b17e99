package dev.keyparity.agent.rpc;

import dev.keyparity.agent.store.KeyDirectoryReading;
import java.time.Instant;

/** The key directory of one service as its watcher sees it. Thread-safe. */
public interface KeyFeed {

  /**
   * What was seen last.
   *
   * @param isChanging no two equal readings yet since something changed
   * @param changedAt when the present bytes were first seen
   */
  record Sighting(KeyDirectoryReading reading, boolean isChanging, Instant changedAt) {}

  /** Looks now: the answer is not older than the call. */
  Sighting look();

  /** Is called, on a thread of the watcher, after each change; must not block. */
  AutoCloseable onChange(Runnable wake);
}
