package dev.keyparity.testbed.simulator.world;

import dev.keyparity.coordinator.fleet.ChannelOpener;
import dev.keyparity.coordinator.inventory.AgentAddress;
import dev.keyparity.proto.agent.v1.AgentGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.util.concurrent.TimeUnit;

/** The network between a coordinator, or whoever passes for one, and all agents. */
record Wire(World world, Caller caller) implements ChannelOpener {

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
      boolean streams =
          method.getBareMethodName().equals(AgentGrpc.getWatchMethod().getBareMethodName());
      return streams && caller instanceof SimulatedCoordinator.Life life
          ? new ReportLine<>(world, life, world.host(host), method)
          : new CarriedCall<>(world, caller, world.host(host), method);
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
