package dev.keyparity.testbed.simulator.world;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.keyparity.proto.agent.v1.AgentGrpc;
import dev.keyparity.proto.agent.v1.Envelope;
import dev.keyparity.proto.agent.v1.FenceRequest;
import dev.keyparity.proto.agent.v1.ReportRequest;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Requests as they arrive where a protection is switched off. */
record WeakWire(World world, SimulatedHost host, SimulatedAgent agent) {

  <Q> List<Q> weakened(List<Q> said) {
    if (world.weakness.has(Weakness.BARRIER_OFF)) {
      said.forEach(this::fenceFirst);
    }
    if (world.weakness.has(Weakness.FENCING_OFF)) {
      return changed(said, one -> one.toBuilder().setEpoch(1).setHolder("anybody").build());
    }
    return world.weakness.has(Weakness.HOLDER_NOT_BOUND)
        ? changed(said, host.state::withTheHolderOnRecord)
        : said;
  }

  private static <Q> List<Q> changed(List<Q> said, UnaryOperator<Envelope> change) {
    return said.stream().map(one -> changed(one, change)).toList();
  }

  @SuppressWarnings("unchecked") // the builder of a message makes messages of its type
  private static <Q> Q changed(Q message, UnaryOperator<Envelope> change) {
    Envelope envelope = envelope(message);
    if (envelope == null) {
      return message;
    }
    Message.Builder changed = ((Message) message).toBuilder();
    FieldDescriptor field = changed.getDescriptorForType().findFieldByName("envelope");
    return (Q) changed.setField(field, change.apply(envelope)).build();
  }

  private static @Nullable Envelope envelope(Object message) {
    if (!(message instanceof Message request)) {
      return null;
    }
    FieldDescriptor field = request.getDescriptorForType().findFieldByName("envelope");
    return field == null || !request.hasField(field) ? null : (Envelope) request.getField(field);
  }

  private void fenceFirst(Object message) {
    Envelope asked = envelope(message);
    if (asked == null || message instanceof ReportRequest || message instanceof FenceRequest) {
      return;
    }
    Envelope bare =
        asked.toBuilder().clearRun().clearStep().clearAct().clearRequestId().clearAttempt().build();
    FenceRequest fence = FenceRequest.newBuilder().setEnvelope(bare).build();
    var unused = new Delivery<>(AgentGrpc.getFenceMethod()).to(agent.service(), List.of(fence));
  }
}
