package dev.keyparity.testbed.simulator.history;

import java.time.Instant;
import java.util.Optional;

/**
 * A key file becomes another key only while no KMS process of that host lives; but where it was
 * gone it may become, under a process, the key which that process loaded.
 */
public final class NoReplaceWhileKmsRuns implements Invariant {
  @Override
  public String number() {
    return "I13";
  }

  @Override
  public Optional<String> after(Instant at, Event event) {
    return event instanceof Event.KeyFileChanged changed
            && changed.kmsRuns()
            && changed.isByAgent()
            && !putsBack(changed)
        ? Optional.of("%s: the key file changed while its KMS runs".formatted(changed.host()))
        : Optional.empty();
  }

  private static boolean putsBack(Event.KeyFileChanged changed) {
    return changed.before().equals(Event.ABSENT) && changed.after().equals(changed.served());
  }
}
