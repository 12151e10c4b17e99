package dev.keyparity.coordinator.fleet;

import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.coordinator.records.RecordStore;
import dev.keyparity.daemon.fault.FaultHandler;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.lifecycle.Component;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * This package's one public face: the fleet, the calls and the fence barrier over one set of
 * channels.
 */
public final class AgentNetwork implements Component {
  private final GrpcFleet fleet;
  private final AgentCalls calls;
  private final FenceBarrier barrier;
  private final ExecutorService blocking;

  /**
   * What the network stands on.
   *
   * @param explain puts what a call threw into words, given whom it went to; as {@code PeerFaults}
   *     does
   * @param nanos monotonic, as {@link System#nanoTime}
   * @param random for nonces: must be hard to guess
   */
  public record Ground(
      ChannelOpener opener,
      BiFunction<Throwable, String, KeyparityException> explain,
      Leadership leadership,
      RecordStore records,
      Clock clock,
      LongSupplier nanos,
      RandomGenerator random,
      FaultHandler faults) {}

  /**
   * @param freshness how old a report may be to count
   * @param deadline of a read or a fence
   */
  public record Limits(Duration freshness, Duration deadline) {
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(5));
  }

  public AgentNetwork(Ground ground, Limits limits, RpcObserver observer) {
    AgentChannels channels = new AgentChannels(ground.opener());
    FaultWords words = new FaultWords(ground.explain());
    Leadership leadership = ground.leadership();
    this.calls = new GrpcAgentCalls(channels, words, ground.random(), observer);
    this.fleet =
        new GrpcFleet(
            new GrpcFleet.Settings(
                ground.clock(),
                ground.nanos(),
                ground.random(),
                limits.freshness(),
                leadership::token),
            channels,
            calls,
            words,
            new HostMarks(ground.records(), leadership::token),
            ground.faults());
    this.blocking = ground.faults().singleThread("fence-barrier");
    this.barrier = new AgentFenceBarrier(calls, leadership, limits.deadline(), blocking);
  }

  public Fleet fleet() {
    return fleet;
  }

  public AgentCalls calls() {
    return calls;
  }

  public FenceBarrier barrier() {
    return barrier;
  }

  @Override
  public void start() {
    fleet.start();
  }

  @Override
  public void close() {
    fleet.close();
    blocking.shutdown();
  }
}
