package dev.keyparity.testbed.simulator.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A host that is shown as good held the approved key at some moment within the bound: whatever was
 * late, lost or came again. A drift is seen within the bound, or the host is not shown as good.
 */
public final class GreenIsTrue implements Invariant {
  /** A report counts for two seconds, and is not older than its observation. */
  private static final Duration BOUND = Duration.ofMillis(2_500);

  private static final Set<String> GOOD = Set.of("IN_PARITY", "EQUIVALENT");

  private final KeyFiles files = new KeyFiles();

  @Override
  public String number() {
    return "I8";
  }

  @Override
  public Optional<String> after(Instant at, Event event) {
    files.after(at, event);
    if (!(event instanceof Event.Shown shown)) {
      return Optional.empty();
    }
    return shown.verdicts().entrySet().stream()
        .filter(host -> GOOD.contains(host.getValue()))
        .map(java.util.Map.Entry::getKey)
        .filter(
            host ->
                files.within(host, at, BOUND).stream()
                    .noneMatch(held -> held.key().equals(shown.approved())))
        .findFirst()
        .map(
            host ->
                "%s is shown as good by %s for %s, and has held %s for longer than the bound"
                    .formatted(host, shown.by(), shown.approved(), files.now(host).key()));
  }
}
