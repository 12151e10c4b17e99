/**
 * What the runs of a KMS service are made of: what their steps look at, and how they are wired to
 * the engine.
 *
 * <p>{@code plan} makes the plans and the drafts that operators sign, purely; {@code step} has one
 * pure decision per step and the order of the steps; {@code act} has what the steps want done,
 * thinly. This package holds what these share: the {@link
 * dev.keyparity.coordinator.enablement.World} one decision is made from.
 *
 * <p>Invariants: two different keys are never synchronized without an operator naming both; a key
 * file is replaced only on a host whose exact bytes are in a verified backup; one host at a time is
 * down; nothing is decided on a report that is not fresh. It must not know gRPC, ZooKeeper or how a
 * KMS is started.
 */
@NullMarked
package dev.keyparity.coordinator.enablement;

import org.jspecify.annotations.NullMarked;
