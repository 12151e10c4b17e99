package dev.keyparity.testbed.simulator.history;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * An agent stops or starts a KMS, or changes a key file, only after its audit log says that it
 * begins to, once for each time.
 */
public final class NoEffectWithoutAudit implements Invariant {
  private final Set<String> announced = new HashSet<>();

  @Override
  public String number() {
    return "I10";
  }

  @Override
  public Optional<String> after(Instant at, Event event) {
    if (event instanceof Event.EffectBegun begun) {
      announced.add(begun.host() + " " + begun.kind());
    }
    if (event instanceof Event.EffectEnded ended
        && ended.kind().equals("install")
        && ended.stage().endsWith("DONE")) {
      announced.remove(ended.host() + " install");
    }
    if (event instanceof Event.KmsStarted started && started.byAgent()) {
      return require(started.host(), "start", true);
    }
    if (event instanceof Event.KmsStopped stopped && stopped.byAgent()) {
      return require(stopped.host(), "stop", true);
    }
    // One install changes the file once, or twice if it is undone.
    return event instanceof Event.KeyFileChanged changed && changed.isByAgent()
        ? require(changed.host(), "install", false)
        : Optional.empty();
  }

  private Optional<String> require(String host, String kind, boolean onlyOnce) {
    String what = host + " " + kind;
    boolean said = onlyOnce ? announced.remove(what) : announced.contains(what);
    return said
        ? Optional.empty()
        : Optional.of("%s: %s without a line in its audit log before".formatted(host, kind));
  }
}
