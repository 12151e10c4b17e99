package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.evidence.SanctionedChanges;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the hosts of a service are held against, as last read. Immutable.
 *
 * @param approvalOrNull null while no key is approved
 * @param incoming SHA-256 of the identity statement that an open run hands to the agents before it
 *     is on record; empty if there is none
 * @param sanctions key files that an open run puts in place or replaces
 * @param changes files beside the key that operators let be others for a while
 */
record Standard(
    @Nullable Approval approvalOrNull,
    String incoming,
    Sanctions sanctions,
    SanctionedChanges changes) {

  Standard(@Nullable Approval approvalOrNull, String incoming, Sanctions sanctions) {
    this(approvalOrNull, incoming, sanctions, SanctionedChanges.NONE);
  }

  /** With the changes that are open now, and no others. */
  Standard at(Instant now) {
    return new Standard(approvalOrNull, incoming, sanctions, changes.at(now));
  }

  Optional<Approval> approval() {
    return Optional.ofNullable(approvalOrNull);
  }
}
