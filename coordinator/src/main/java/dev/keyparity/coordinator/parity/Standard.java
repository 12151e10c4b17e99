package dev.keyparity.coordinator.parity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the hosts of a service are held against, as last read. Immutable.
 *
 * @param approvalOrNull null while no key is approved
 * @param incoming SHA-256 of the identity statement that an open run hands to the agents before it
 *     is on record; empty if there is none
 */
record Standard(@Nullable Approval approvalOrNull, String incoming, Sanctions sanctions) {

  Optional<Approval> approval() {
    return Optional.ofNullable(approvalOrNull);
  }
}
