package dev.keyparity.daemon.status;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns numbers into the Prometheus model, one snapshot a name with all its label sets. (The
 * library's own Dropwizard bridge makes one snapshot a number, and two with one name fail the whole
 * scrape.) A metric that cannot be read is left out and counted.
 */
final class MetricCollector {
  private static final Logger log = LoggerFactory.getLogger(MetricCollector.class);

  private final Counter failures;

  MetricCollector(Counter failures) {
    this.failures = failures;
  }

  /** One number of the registry with its label values. */
  record Reading(List<String> labelValues, Metric number) {}

  MetricSnapshots collect(
      Collection<MetricDeclaration> declared,
      Map<String, List<Reading>> readings,
      Map<String, Supplier<? extends Collection<Sample>>> families) {
    List<MetricSnapshot> snapshots = new ArrayList<>();
    for (MetricDeclaration metric : declared) {
      try {
        List<Reading> own = new ArrayList<>(readings.getOrDefault(metric.name(), List.of()));
        Supplier<? extends Collection<Sample>> family = families.get(metric.name());
        if (family != null) {
          family.get().forEach(sample -> own.add(reading(sample)));
        }
        if (!own.isEmpty()) {
          snapshots.add(snapshot(metric, own));
        }
      } catch (RuntimeException e) {
        failures.inc();
        log.atWarn().addKeyValue("metric", metric.name()).setCause(e).log("left out of a scrape");
      }
    }
    return new MetricSnapshots(snapshots);
  }

  private static Reading reading(Sample sample) {
    Gauge<Double> number = sample::value;
    return new Reading(sample.labelValues(), number);
  }

  private static MetricSnapshot snapshot(MetricDeclaration metric, List<Reading> readings) {
    MetricMetadata metadata = new MetricMetadata(metric.baseName(), metric.help());
    return switch (metric.type()) {
      case GAUGE ->
          new GaugeSnapshot(
              metadata,
              points(
                  metric,
                  readings,
                  one -> new GaugeDataPointSnapshot(value(one), labels(metric, one), null)));
      case COUNTER ->
          new CounterSnapshot(
              metadata,
              points(
                  metric,
                  readings,
                  one -> new CounterDataPointSnapshot(value(one), labels(metric, one), null, 0)));
      case HISTOGRAM ->
          new HistogramSnapshot(metadata, points(metric, readings, one -> histogram(metric, one)));
      case INFO ->
          new InfoSnapshot(
              metadata,
              points(metric, readings, one -> new InfoDataPointSnapshot(labels(metric, one))));
    };
  }

  /** The last of several readings of one label set counts: two would fail the scrape. */
  private static <P> Collection<P> points(
      MetricDeclaration metric, List<Reading> readings, Function<Reading, P> point) {
    Map<List<String>, P> byLabels = new LinkedHashMap<>();
    for (Reading one : readings) {
      if (one.labelValues().size() != metric.labels().size()) {
        throw new IllegalStateException(
            "label values: %s (expected: for %s)".formatted(one.labelValues(), metric.labels()));
      }
      byLabels.put(one.labelValues(), point.apply(one));
    }
    return byLabels.values();
  }

  private static HistogramDataPointSnapshot histogram(MetricDeclaration metric, Reading one) {
    if (!(one.number() instanceof LatencyHistogram histogram)) {
      throw new IllegalStateException("not a histogram: " + one.number().getClass());
    }
    return new HistogramDataPointSnapshot(
        histogram.buckets(), histogram.sumSeconds(), labels(metric, one), Exemplars.EMPTY, 0);
  }

  private static double value(Reading one) {
    if (one.number() instanceof Counter counter) {
      return counter.getCount();
    }
    if (one.number() instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalStateException("not a number: " + one.number().getClass());
  }

  private static Labels labels(MetricDeclaration metric, Reading one) {
    return Labels.of(
        metric.labels().toArray(new String[0]), one.labelValues().toArray(new String[0]));
  }
}
