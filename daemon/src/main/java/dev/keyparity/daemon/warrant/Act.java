package dev.keyparity.daemon.warrant;

import dev.keyparity.daemon.canonical.Json;
import dev.keyparity.daemon.canonical.MalformedRecord;
import dev.keyparity.daemon.canonical.RecordFields;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One act an operator allows: what, in which step, on which host, with exactly which parameters.
 *
 * @param step the step id it belongs to, such as {@code synchronize-key}
 * @param host one host, or {@link #EVERY_HOST} where the verb is service-wide
 * @param bounds exact parameters: digests, fingerprints, setting names. Never a secret value. A
 *     request is covered only if its own parameters are these, no more and no less
 */
public record Act(Verb verb, String step, String host, SortedMap<String, String> bounds) {
  /** Stands for the host of a service-wide act. */
  public static final String EVERY_HOST = "*";

  public Act {
    if (step.isBlank()) {
      throw new IllegalArgumentException("act step: empty (expected: a step id)");
    }
    if (host.isBlank()) {
      throw new IllegalArgumentException("act host: empty (expected: a host name)");
    }
    if (host.equals(EVERY_HOST) && !verb.isServiceWide()) {
      throw new IllegalArgumentException(
          "act host: * (expected: one host, for " + verb.text() + ")");
    }
    TreeMap<String, String> copy = new TreeMap<>();
    copy.putAll(bounds);
    bounds = Collections.unmodifiableSortedMap(copy);
  }

  public static Act of(Verb verb, String step, String host, Map<String, String> bounds) {
    return new Act(verb, step, host, new TreeMap<>(bounds));
  }

  /** Whether doing the given act is within this one. */
  public boolean covers(Act asked) {
    return verb == asked.verb
        && step.equals(asked.step)
        && (host.equals(asked.host) || host.equals(EVERY_HOST))
        && bounds.equals(asked.bounds);
  }

  Json toJson() {
    return Json.object()
        .put("bounds", Json.strings(bounds))
        .put("host", host)
        .put("step", step)
        .put("verb", verb.text())
        .build();
  }

  static Act read(RecordFields fields) throws MalformedRecord {
    String verb = fields.string("verb");
    Act act =
        new Act(
            Verb.parse(verb)
                .orElseThrow(() -> new MalformedRecord("warrant: unknown verb: " + verb)),
            fields.string("step"),
            fields.string("host"),
            fields.stringMap("bounds"));
    fields.end();
    return act;
  }
}
