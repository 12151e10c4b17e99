package dev.keyparity.daemon.status;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The metrics of one process. Numbers live in a Dropwizard registry under a structured key (name
 * and label values); {@link MetricCollector} groups them by name for a scrape.
 *
 * <p>Only declared metrics can be used, and only with as many label values as were declared: a slip
 * is an {@link IllegalArgumentException} in the first test that touches it. Thread-safe.
 */
public final class Metrics {
  /** What this package itself exports, in every process. */
  public static final List<MetricDeclaration> BUILT_IN =
      List.of(
          MetricDeclaration.info(
              "keyparity_build_info", "What runs here.", "version", "java_version"),
          MetricDeclaration.counter(
              "keyparity_scrape_failures_total",
              "Metrics left out of a scrape because reading them failed."));

  private final Map<String, MetricDeclaration> declared = new LinkedHashMap<>();
  private final MetricRegistry registry = new MetricRegistry();
  private final ConcurrentMap<String, Series> series = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Supplier<? extends Collection<Sample>>> families =
      new ConcurrentHashMap<>();
  private final MetricCollector collector;

  /** Where in the registry a series lies. */
  record Series(MetricDeclaration metric, List<String> labelValues, String key) {}

  /** A gauge that keeps what it was last told. */
  private static final class Told implements Gauge<Double> {
    private volatile double value;

    @Override
    public Double getValue() {
      return value;
    }
  }

  public Metrics(Collection<MetricDeclaration> declarations) {
    for (Collection<MetricDeclaration> some : List.of(BUILT_IN, declarations)) {
      for (MetricDeclaration one : some) {
        if (declared.put(one.name(), one) != null) {
          throw new IllegalArgumentException("metric: " + one.name() + " (expected: once)");
        }
      }
    }
    collector = new MetricCollector(counter(BUILT_IN.get(1)));
    Build build = Build.current();
    family(BUILT_IN.get(0), () -> List.of(Sample.of(1, build.version(), build.javaVersion())));
  }

  /** The counter of one series, made on first use. */
  public Counter counter(MetricDeclaration metric, String... labelValues) {
    return registry.counter(place(metric, MetricDeclaration.Type.COUNTER, labelValues).key());
  }

  /** The histogram of one series, made on first use. */
  public LatencyHistogram histogram(MetricDeclaration metric, String... labelValues) {
    Series place = place(metric, MetricDeclaration.Type.HISTOGRAM, labelValues);
    return get(place, LatencyHistogram.class, LatencyHistogram::new);
  }

  /** Sets a gauge, making it on first use. */
  public void set(MetricDeclaration metric, double value, String... labelValues) {
    Series place = place(metric, MetricDeclaration.Type.GAUGE, labelValues);
    get(place, Told.class, Told::new).value = value;
  }

  /** A gauge that is read when it is scraped; a second one for the same labels replaces it. */
  public void gauge(MetricDeclaration metric, DoubleSupplier source, String... labelValues) {
    Series place = place(metric, MetricDeclaration.Type.GAUGE, labelValues);
    Gauge<Double> gauge = source::getAsDouble;
    registry.remove(place.key());
    registry.register(place.key(), gauge);
  }

  /**
   * All series of a metric, computed when they are scraped; for label values that come and go, such
   * as the verdict of each host.
   */
  public void family(MetricDeclaration metric, Supplier<? extends Collection<Sample>> source) {
    requireDeclared(metric);
    if (families.putIfAbsent(metric.name(), source) != null) {
      throw new IllegalArgumentException("metric family: " + metric.name() + " (expected: once)");
    }
  }

  /** Takes one series away; no error if there is none. */
  public void remove(MetricDeclaration metric, String... labelValues) {
    String key = keyOf(metric, List.of(labelValues));
    series.remove(key);
    registry.remove(key);
  }

  public Collection<MetricDeclaration> declarations() {
    return List.copyOf(declared.values());
  }

  MetricSnapshots collect() {
    Map<String, Metric> numbers = registry.getMetrics();
    Map<String, List<MetricCollector.Reading>> byName = new HashMap<>();
    for (Series one : series.values()) {
      Metric number = numbers.get(one.key());
      if (number != null) {
        byName
            .computeIfAbsent(one.metric().name(), name -> new ArrayList<>())
            .add(new MetricCollector.Reading(one.labelValues(), number));
      }
    }
    return collector.collect(declared.values(), byName, families);
  }

  private <M extends Metric> M get(Series place, Class<M> type, Supplier<M> maker) {
    // Looked up first: the registry's own get-or-create would make one to throw away each time.
    Metric there = registry.getMetrics().get(place.key());
    if (there == null) {
      there = register(place, maker.get());
    }
    if (!type.isInstance(there)) {
      throw new IllegalArgumentException(
          "metric " + place.metric().name() + ": already used in another way");
    }
    return type.cast(there);
  }

  private Metric register(Series place, Metric fresh) {
    try {
      return registry.register(place.key(), fresh);
    } catch (IllegalArgumentException another) {
      // Another thread was first.
      Metric first = registry.getMetrics().get(place.key());
      if (first == null) {
        throw another;
      }
      return first;
    }
  }

  private Series place(
      MetricDeclaration metric, MetricDeclaration.Type type, String... labelValues) {
    requireDeclared(metric);
    if (metric.type() != type || metric.labels().size() != labelValues.length) {
      throw new IllegalArgumentException(
          "metric %s: %s with %d label values (expected: %s with %s)"
              .formatted(metric.name(), type, labelValues.length, metric.type(), metric.labels()));
    }
    List<String> values = List.of(labelValues);
    return series.computeIfAbsent(keyOf(metric, values), key -> new Series(metric, values, key));
  }

  private void requireDeclared(MetricDeclaration metric) {
    if (!metric.equals(declared.get(metric.name()))) {
      throw new IllegalArgumentException(
          "metric: " + metric.name() + " (expected: declared for this process)");
    }
  }

  /** Lengths keep two different lists of values apart, whatever characters they hold. */
  private static String keyOf(MetricDeclaration metric, List<String> labelValues) {
    StringBuilder key = new StringBuilder(metric.name());
    labelValues.forEach(value -> key.append('|').append(value.length()).append(':').append(value));
    return key.toString();
  }
}
