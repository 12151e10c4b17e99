/**
 * What the steps want done, thinly: one doer per kind of act, each a few calls to agents, KMS hosts
 * or the records.
 *
 * <p>Invariants: every effect goes out under the request id that the journal has, with the warrant
 * of the plan in force; doing it again comes to the same. Nothing is decided here. Bundles and
 * backups pass through sealed; no key material is seen.
 */
@NullMarked
package dev.keyparity.coordinator.enablement.act;

import org.jspecify.annotations.NullMarked;
