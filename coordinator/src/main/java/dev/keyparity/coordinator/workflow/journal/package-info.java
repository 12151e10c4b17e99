/**
 * How run journals are stored: {@code keyparity.run/1} canonical JSON in the record store.
 *
 * <p>Invariants: what is written reads back equal; a reader refuses what it does not know. Apart
 * from the engine, so that the engine knows no format and no store.
 */
@NullMarked
package dev.keyparity.coordinator.workflow.journal;

import org.jspecify.annotations.NullMarked;
