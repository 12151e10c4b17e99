package dev.keyparity.testbed.lab.demo;

import dev.keyparity.testbed.lab.estate.EstateFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a drift was seen.
 *
 * @param verdict the leader's, once it was final
 * @param samples milliseconds from the end of the write to the first state that is not green
 * @param alerted whether a critical event names the host
 */
record DriftFigures(String host, String verdict, List<Long> samples, boolean alerted) {
  /** At the median a drift must be seen sooner. */
  static final long LIMIT_MS = 250;

  DriftFigures {
    samples = List.copyOf(samples);
  }

  long median() {
    return samples.stream().sorted().toList().get(samples.size() / 2);
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("host", host);
    fields.put("verdict", verdict);
    fields.put("detected_ms", median());
    fields.put("samples_ms", samples);
    fields.put("alerted", alerted);
    return fields;
  }

  void judge() {
    EstateFailure.check(
        verdict.equals("DIVERGED"), "drift: verdict %s (expected: DIVERGED)".formatted(verdict));
    EstateFailure.check(alerted, "drift: no critical event names " + host);
    EstateFailure.check(
        median() < LIMIT_MS,
        "drift: no longer green after %d ms at the median of %s (expected: less than %d ms)"
            .formatted(median(), samples, LIMIT_MS));
  }
}
