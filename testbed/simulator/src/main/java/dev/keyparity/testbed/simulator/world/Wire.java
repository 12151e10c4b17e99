package dev.keyparity.testbed.simulator.world;

import dev.keyparity.coordinator.fleet.ChannelOpener;
import dev.keyparity.coordinator.inventory.AgentAddress;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.util.concurrent.TimeUnit;

/** The network between one coordinator and all agents. */
record Wire(World world, SimulatedCoordinator.Life life) implements ChannelOpener {

  @Override
  public ManagedChannel open(String host, AgentAddress address) {
    return new Link(host);
  }

  private final class Link extends ManagedChannel {
    private final String host;
    private boolean shut;

    Link(String host) {
      this.host = host;
    }

    @Override
    public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
      return new CarriedCall<>(world, life, world.host(host), method);
    }

    @Override
    public String authority() {
      return host;
    }

    @Override
    public ManagedChannel shutdown() {
      shut = true;
      return this;
    }

    @Override
    public ManagedChannel shutdownNow() {
      return shutdown();
    }

    @Override
    public boolean isShutdown() {
      return shut;
    }

    @Override
    public boolean isTerminated() {
      return shut;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
