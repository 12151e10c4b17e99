package dev.keyparity.daemon.status;

import java.util.List;

/**
 * One series of a metric at the moment of a scrape.
 *
 * @param labelValues in the order of the declaration's labels
 */
public record Sample(List<String> labelValues, double value) {
  public Sample {
    labelValues = List.copyOf(labelValues);
  }

  public static Sample of(double value, String... labelValues) {
    return new Sample(List.of(labelValues), value);
  }
}
