/**
 * Runs at work: what drives the open run of each service while this coordinator leads, and what
 * operators ask of plans and runs.
 *
 * <p>Invariants: every write carries the token of the present leadership; no effect is asked of a
 * host that this leadership has not fenced; nothing is remembered between turns but what was said
 * last in the log. Operators' calls and the driving of a run may come at the same time: each write
 * is conditional on what it was decided from.
 *
 * <p>This package wires steps, acts, engine and stores together and decides nothing about keys. It
 * must not know gRPC or ZooKeeper.
 */
@NullMarked
package dev.keyparity.coordinator.duty;

import org.jspecify.annotations.NullMarked;
