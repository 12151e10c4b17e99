/**
 * The port through which a KMS is started, stopped and configured.
 *
 * <p>Invariant: a stop goes through permits of the service's other hosts; the permits are relayed,
 * never made here. Adapters live in packages of their own ({@code control.agent}); the port knows
 * nothing of how they reach a host.
 */
@NullMarked
package dev.keyparity.coordinator.control;

import org.jspecify.annotations.NullMarked;
