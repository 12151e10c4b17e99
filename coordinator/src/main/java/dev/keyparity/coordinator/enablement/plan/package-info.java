/**
 * Plans: what a run would do, made purely from what was observed, and the drafts of the warrant and
 * the identity statement that operators sign for it.
 *
 * <p>Invariants: what is shown is what is signed (the warrant names the plan's digest); a warrant
 * holds the exact acts of its plan and no other; where two different keys are present no plan but
 * one that names both allows an install. Changes nothing.
 */
@NullMarked
package dev.keyparity.coordinator.enablement.plan;

import org.jspecify.annotations.NullMarked;
