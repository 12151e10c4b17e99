package dev.keyparity.coordinator.zookeeper;

import dev.keyparity.daemon.fencing.FencingToken;
import java.util.OptionalInt;

/** What a write checks so that it happens under the present leadership or not at all. */
@FunctionalInterface
interface EpochGuard {
  /**
   * The version that the epoch znode has while this token's leadership lasts; empty if the token is
   * not of this process's present leadership.
   */
  OptionalInt versionFor(FencingToken token);
}
