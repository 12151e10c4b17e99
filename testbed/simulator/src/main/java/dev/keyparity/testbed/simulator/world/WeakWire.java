package dev.keyparity.testbed.simulator.world;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.keyparity.proto.agent.v1.Envelope;

/** Requests as they arrive where a protection is switched off. */
final class WeakWire {
  private WeakWire() {}

  @SuppressWarnings("unchecked") // the builder of a message makes messages of its type
  static <Q> Q weakened(Weakness weakness, Q message) {
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
}
