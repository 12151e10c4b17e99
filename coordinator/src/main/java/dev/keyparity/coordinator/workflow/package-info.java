/**
 * The durable step engine: it drives a run through its steps, one act at a time, and survives the
 * death of whoever drives it.
 *
 * <p>Observe, decide, act, record. A {@link dev.keyparity.coordinator.workflow.Step} decides purely
 * from the journal and an immutable observation; the {@link
 * dev.keyparity.coordinator.workflow.Engine} alone writes intents, has acts performed and records
 * what came of them.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>No act without its intent in the journal first; an intent without an outcome is asked again
 *       under the same request id, never under a new one.
 *   <li>A new attempt begins only after the former one is known not to be in place, and attempts
 *       are bounded.
 *   <li>States change only along the tables in {@code Transitions}, in {@code JournalEdit}.
 *   <li>Each write is conditional on the version that was read and on the leadership.
 *   <li>A run that does not move says why, since when, until when and what the operator can do.
 * </ul>
 *
 * <p>It must not know what the acts are: nothing of KMS, keys, gRPC or ZooKeeper. It imports the
 * JDK and SLF4J.
 */
@NullMarked
package dev.keyparity.coordinator.workflow;

import org.jspecify.annotations.NullMarked;
