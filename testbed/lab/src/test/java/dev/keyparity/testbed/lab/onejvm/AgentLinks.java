package dev.keyparity.testbed.lab.onejvm;

import dev.keyparity.coordinator.fleet.ChannelOpener;
import dev.keyparity.coordinator.inventory.AgentAddress;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The sockets between one coordinator and all agents. Each call is a point before it is sent and,
 * once its answer arrived, a point after it; a stream that never ends has its first message for
 * that. That an agent answered is a point of the agent, too: there its answer is lost with it.
 */
record AgentLinks(Lifeline life, Function<String, Lifeline> agents, ChannelOpener real)
    implements ChannelOpener {

  @Override
  public ManagedChannel open(String host, AgentAddress address) {
    ManagedChannel channel = real.open(host, address);
    life.onCut(channel::shutdownNow);
    return new Linked(host, channel);
  }

  private final class Linked extends ManagedChannel {
    private final String host;
    private final ManagedChannel channel;

    Linked(String host, ManagedChannel channel) {
      this.host = host;
      this.channel = channel;
    }

    @Override
    public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
      String what = "call " + method.getBareMethodName() + " of " + host;
      boolean endless = "Watch".equals(method.getBareMethodName());
      boolean single = method.getType().serverSendsOneMessage() || endless;
      return new SimpleForwardingClientCall<>(channel.newCall(method, options)) {
        @Override
        public void start(Listener<R> listener, Metadata headers) {
          // Once cut, the channel is shut down: nothing of the call leaves.
          var unused = life.passes("before " + what);
          super.start(single ? first(listener, what) : last(listener, what), headers);
        }
      };
    }

    private boolean arrives(String what) {
      return agents.apply(host).passesIfAlive(host + " answered " + what)
          && life.passes("after " + what);
    }

    private <R> ClientCall.Listener<R> first(ClientCall.Listener<R> listener, String what) {
      return new SimpleForwardingClientCallListener<>(listener) {
        private boolean came;
        private boolean lost;

        @Override
        public void onMessage(R message) {
          if (came || arrives(what)) {
            came = true;
            super.onMessage(message);
          } else {
            lost = true;
          }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
          super.onClose(lost ? Status.UNAVAILABLE : status, trailers);
        }
      };
    }

    private <R> ClientCall.Listener<R> last(ClientCall.Listener<R> listener, String what) {
      return new SimpleForwardingClientCallListener<>(listener) {
        @Override
        public void onClose(Status status, Metadata trailers) {
          boolean lost = status.isOk() && !arrives(what);
          super.onClose(lost ? Status.UNAVAILABLE : status, trailers);
        }
      };
    }

    @Override
    public String authority() {
      return channel.authority();
    }

    @Override
    public ManagedChannel shutdown() {
      channel.shutdown();
      return this;
    }

    @Override
    public ManagedChannel shutdownNow() {
      channel.shutdownNow();
      return this;
    }

    @Override
    public boolean isShutdown() {
      return channel.isShutdown();
    }

    @Override
    public boolean isTerminated() {
      return channel.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
      return channel.awaitTermination(timeout, unit);
    }
  }
}
