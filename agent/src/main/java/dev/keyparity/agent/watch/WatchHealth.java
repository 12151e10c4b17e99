package dev.keyparity.agent.watch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether changes are seen at once, or only at the next heartbeat.
 *
 * @param noticesProvenAt when the kernel last told of a change that we made ourselves; null: never
 * @param problem why notices do not work; empty if they do
 */
public record WatchHealth(@Nullable Instant noticesProvenAt, String problem) {
  public boolean isSound() {
    return problem.isEmpty();
  }
}
