/**
 * The start gate: whether the KMS of a service may start on this host, decided from what lies on
 * this host alone. No coordinator, no ZooKeeper and no running agent is asked.
 *
 * <p>Invariants: {@link dev.keyparity.agent.gate.GateFinding} is the whole table, and {@link
 * dev.keyparity.agent.gate.GateDecision} the only place that goes by it, for the gate before a unit
 * starts as for the agent's own starts and reports; what cannot be read refuses; nothing here
 * writes but an override, and that is a file of its own which is never changed again.
 *
 * <p>It must not know: networks, leaders, warrants, how a KMS is started.
 */
@NullMarked
package dev.keyparity.agent.gate;

import org.jspecify.annotations.NullMarked;
