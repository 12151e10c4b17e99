package dev.keyparity.agent.rpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import java.util.Collection;
import java.util.Map;

/**
 * Refuses a mutating request in which any message holds a field that this version does not know and
 * that is critical: its number is below 1000.
 */
final class UnknownFields {
  private static final int FIRST_HARMLESS = 1000;

  private UnknownFields() {}

  static void refuseCritical(Message message) {
    for (int number : message.getUnknownFields().asMap().keySet()) {
      if (number < FIRST_HARMLESS) {
        throw new KeyparityException(
            ErrorCode.PROTOCOL_UNSUPPORTED,
            "request: field %d of %s is unknown (expected: only fields this agent knows)"
                .formatted(number, message.getDescriptorForType().getFullName()),
            "upgrade this agent, or use a coordinator of its version");
      }
    }
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      if (field.getKey().getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        continue;
      }
      if (field.getValue() instanceof Collection<?> many) {
        many.forEach(one -> refuseCritical((Message) one));
      } else {
        refuseCritical((Message) field.getValue());
      }
    }
  }
}
