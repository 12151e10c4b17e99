package dev.keyparity.testbed.simulator.world;

import dev.keyparity.agent.effect.HostedService;
import dev.keyparity.agent.rpc.KeyFeed;
import dev.keyparity.agent.store.KeyDirectoryReading;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The key directory, read whenever somebody asks; nothing is watched. */
final class LookedAtKeys implements KeyFeed {
  private final HostedService hosted;
  private final Clock clock;
  private @Nullable String last;
  private Instant changedAt = Instant.EPOCH;

  LookedAtKeys(HostedService hosted, Clock clock) {
    this.hosted = hosted;
    this.clock = clock;
  }

  @Override
  public Sighting look() {
    KeyDirectoryReading reading = hosted.keys().read();
    String digest = reading.directoryDigest().hex();
    if (!digest.equals(last)) {
      last = digest;
      changedAt = clock.instant();
    }
    return new Sighting(reading, false, changedAt);
  }

  @Override
  public AutoCloseable onChange(Runnable wake) {
    return () -> {};
  }
}
