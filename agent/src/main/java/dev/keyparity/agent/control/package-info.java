/**
 * Starting, stopping and asking after this host's KMS, and telling which key its process serves.
 *
 * <p>{@link dev.keyparity.agent.control.KmsControl} is the port; {@code CommandControl} runs argv
 * lists that the agent's own configuration declares, {@code SystemdControl} talks to systemd over
 * D-Bus. Both tell a living process from a serving one: a process identifier proves nothing, an
 * answer over HTTP does.
 *
 * <p>Which key a process serves is what its key file was when it started: {@link
 * dev.keyparity.agent.control.KeyFileHistory} keeps what was seen when, {@link
 * dev.keyparity.agent.control.ServingKey} decides, and says nothing where it cannot be proven.
 *
 * <p>It must not know: networks beyond this host, warrants, permits, leaders. It kills nothing: it
 * asks, waits within a deadline, and says what it saw.
 */
@NullMarked
package dev.keyparity.agent.control;

import org.jspecify.annotations.NullMarked;
