package dev.keyparity.agent.watch;

import java.time.Duration;

/**
 * How often a watch does what.
 *
 * @param heartbeat between two looks at what the file system says
 * @param settle between two readings that must be equal
 * @param sentinel between two proofs that notices arrive; a proof that has not come within two
 *     heartbeats has failed
 */
public record WatchTiming(Duration heartbeat, Duration settle, Duration sentinel) {
  public static final WatchTiming USUAL =
      new WatchTiming(Duration.ofSeconds(1), Duration.ofMillis(10), Duration.ofSeconds(10));
}
