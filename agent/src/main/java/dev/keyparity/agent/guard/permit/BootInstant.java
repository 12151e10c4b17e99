package dev.keyparity.agent.guard.permit;

import java.time.Instant;

/**
 * A moment on the clock that process start times are told by, which nobody can set: ticks since a
 * boot.
 *
 * @param wallClock the same moment, for people only
 */
public record BootInstant(String bootId, long ticks, Instant wallClock) {}
