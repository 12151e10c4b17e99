package dev.keyparity.testbed.simulator.world;

import dev.keyparity.testbed.simulator.world.CarriedCall.Answer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call as an agent's server has it, carried out on the thread that brings it. */
final class Delivery<Q, R> extends ServerCall<Q, R> {
  private final MethodDescriptor<Q, R> method;
  private final List<R> messages = new ArrayList<>();
  private @Nullable Status status;
  private Metadata trailers = new Metadata();

  Delivery(MethodDescriptor<Q, R> method) {
    this.method = method;
  }

  @SuppressWarnings("unchecked") // a method of this name has these messages
  Answer<R> to(ServerServiceDefinition service, List<Q> said) {
    ServerMethodDefinition<Q, R> called =
        (ServerMethodDefinition<Q, R>)
            Objects.requireNonNull(service.getMethod(method.getFullMethodName()));
    Listener<Q> listener = called.getServerCallHandler().startCall(this, new Metadata());
    said.forEach(listener::onMessage);
    listener.onHalfClose();
    Status how = status;
    if (how == null) {
      throw new IllegalStateException(
          method.getFullMethodName() + ": not answered on the thread that asked");
    }
    listener.onComplete();
    return new Answer<>(List.copyOf(messages), how, trailers);
  }

  @Override
  public void request(int number) {}

  @Override
  public void sendHeaders(Metadata headers) {}

  @Override
  public void sendMessage(R message) {
    messages.add(message);
  }

  @Override
  public void close(Status how, Metadata with) {
    status = how;
    trailers = with;
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public MethodDescriptor<Q, R> getMethodDescriptor() {
    return method;
  }
}
