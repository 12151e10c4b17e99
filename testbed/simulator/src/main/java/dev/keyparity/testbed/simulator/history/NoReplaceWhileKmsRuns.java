package dev.keyparity.testbed.simulator.history;

import java.time.Instant;
import java.util.Optional;

/** A key file becomes another key only while no KMS process of that host lives. */
public final class NoReplaceWhileKmsRuns implements Invariant {
  @Override
  public String number() {
    return "I13";
  }

  @Override
  public Optional<String> after(Instant at, Event event) {
    return event instanceof Event.KeyFileChanged changed && changed.kmsRuns() && changed.isByAgent()
        ? Optional.of("%s: the key file changed while its KMS runs".formatted(changed.host()))
        : Optional.empty();
  }
}
