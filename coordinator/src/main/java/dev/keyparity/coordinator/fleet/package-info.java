/**
 * The coordinator's view of its agents and its calls to them: one channel an agent, one report
 * stream a service and host, and typed calls whose envelope and reply are checked in one place.
 *
 * <p>Invariants: a report without proof of freshness is never handed out as fresh; every call
 * carries a fencing token; a reply that is not the answer to its request is a failure. With {@code
 * admin} the only package that sees gRPC. Knows nothing of steps, verdicts or policies, and holds
 * no key material: bundles and backups pass through sealed.
 */
@NullMarked
package dev.keyparity.coordinator.fleet;

import org.jspecify.annotations.NullMarked;
