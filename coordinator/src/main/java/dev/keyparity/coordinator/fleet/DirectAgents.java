package dev.keyparity.coordinator.fleet;

import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.Collection;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * Calls to agents and the fence barrier without streams and without threads of their own: what a
 * simulation needs whose channels answer on the thread that asks. Thread-safe.
 */
public final class DirectAgents implements AutoCloseable {
  private final AgentChannels channels;
  private final AgentCalls calls;
  private final FenceBarrier barrier;

  /**
   * @param explain puts what a call threw into words, given whom it went to
   * @param random for nonces
   */
  public DirectAgents(
      ChannelOpener opener,
      BiFunction<Throwable, String, KeyparityException> explain,
      Leadership leadership,
      RandomGenerator random) {
    this.channels = new AgentChannels(opener);
    this.calls =
        new GrpcAgentCalls(
            channels, new FaultWords(explain), random, (rpc, host, failure, took) -> {});
    this.barrier =
        new AgentFenceBarrier(
            calls, leadership, AgentNetwork.Limits.DEFAULT.deadline(), Runnable::run);
  }

  /** Knows exactly these services from now on. */
  public void follow(Collection<ServiceSpec> services) {
    channels.follow(services);
  }

  public AgentCalls calls() {
    return calls;
  }

  public FenceBarrier barrier() {
    return barrier;
  }

  @Override
  public void close() {
    channels.close();
  }
}
