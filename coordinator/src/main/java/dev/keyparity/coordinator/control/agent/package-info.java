/**
 * Control of a KMS through the agent on its host.
 *
 * <p>Invariant: permits pass through as signed; this package neither makes nor judges them, the
 * agent that stops does. Knows the agent's calls and nothing of systemd or commands.
 */
@NullMarked
package dev.keyparity.coordinator.control.agent;

import org.jspecify.annotations.NullMarked;
