package dev.keyparity.testbed.simulator.world;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.keyparity.proto.agent.v1.Envelope;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands what a caller said to an agent, which answers on this very thread. */
final class Delivery<Q, R> extends ClientCall.Listener<R> {
  private final MethodDescriptor<Q, R> method;
  private final List<Q> said;
  private final Weakness weakness;
  private final List<R> messages = new ArrayList<>();
  private @Nullable Status status;
  private Metadata trailers = new Metadata();

  Delivery(MethodDescriptor<Q, R> method, List<Q> said, Weakness weakness) {
    this.method = method;
    this.said = said;
    this.weakness = weakness;
  }

  void over(Channel channel) {
    ClientCall<Q, R> call = channel.newCall(method, CallOptions.DEFAULT);
    call.start(this, new Metadata());
    call.request(Integer.MAX_VALUE);
    for (Q message : said) {
      call.sendMessage(weakened(message));
    }
    call.halfClose();
  }

  @SuppressWarnings("unchecked") // the builder of a message makes messages of its type
  private Q weakened(Q message) {
    if (weakness != Weakness.FENCING_OFF || !(message instanceof Message request)) {
      return message;
    }
    FieldDescriptor field = request.getDescriptorForType().findFieldByName("envelope");
    if (field == null || !request.hasField(field)) {
      return message;
    }
    Envelope envelope = (Envelope) request.getField(field);
    return (Q)
        request.toBuilder()
            .setField(field, envelope.toBuilder().setEpoch(1).setHolder("anybody").build())
            .build();
  }

  @Override
  public void onMessage(R message) {
    messages.add(message);
  }

  @Override
  public void onClose(Status how, Metadata with) {
    status = how;
    trailers = with;
  }

  CarriedCall.Answer<R> answer(String what) {
    Status how = status;
    if (how == null) {
      throw new IllegalStateException(what + ": the agent did not answer on the thread that asked");
    }
    return new CarriedCall.Answer<>(List.copyOf(messages), how, trailers);
  }
}
