package dev.keyparity.daemon.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyparity.daemon.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final MetricDeclaration PARITY =
      MetricDeclaration.gauge(
          "keyparity_host_parity", "1 on the current verdict.", "service", "host", "verdict");
  private static final MetricDeclaration AGE =
      MetricDeclaration.gauge("keyparity_report_age_seconds", "Age of the last report.", "host");
  private static final MetricDeclaration DRIFTS =
      MetricDeclaration.counter("keyparity_drift_detected_total", "Drifts seen.", "service");
  private static final MetricDeclaration RPC =
      MetricDeclaration.histogram("keyparity_agent_rpc_seconds", "Calls to agents.", "method");
  private static final MetricDeclaration AGENTS =
      MetricDeclaration.info("keyparity_agent_build_info", "Agents.", "host", "version");

  private final Metrics metrics = new Metrics(List.of(PARITY, AGE, DRIFTS, RPC, AGENTS));

  private String text() {
    try {
      return StatusServer.metricsPage(metrics).body();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<String> series(String name) {
    return text().lines().filter(line -> line.startsWith(name)).toList();
  }

  @Test
  void scrape_isTheGoldenText() {
    metrics.family(
        PARITY,
        () ->
            List.of(
                Sample.of(1, "kms-prod", "kms1.example.com", "IN_PARITY"),
                Sample.of(1, "kms-prod", "kms2.example.com", "DIVERGED")));
    metrics.set(AGE, 1.5, "kms1.example.com");
    metrics.gauge(AGE, () -> 41, "kms3.example.com");
    metrics.counter(DRIFTS, "kms-prod").inc(2);
    metrics.histogram(RPC, "Report").record(Duration.ofMillis(3));
    metrics.histogram(RPC, "Report").record(Duration.ofMillis(700));
    metrics.family(AGENTS, () -> List.of(Sample.of(1, "kms1", "0.1.0")));

    String text = text().replaceAll("java_version=\"[^\"]*\",version=\"[^\"]*\"", "…");

    byte[] golden = Golden.bytes("metrics.txt", text.getBytes(StandardCharsets.UTF_8));
    assertThat(text).isEqualTo(new String(golden, StandardCharsets.UTF_8));
  }

  /** The trap of the library's own bridge: two label sets of one name failed the scrape. */
  @Test
  void severalLabelSetsOfOneName_areOneMetric() {
    metrics.counter(DRIFTS, "a").inc();
    metrics.counter(DRIFTS, "b").inc(3);

    assertThat(series("keyparity_drift_detected_total"))
        .containsExactlyInAnyOrder(
            "keyparity_drift_detected_total{service=\"a\"} 1.0",
            "keyparity_drift_detected_total{service=\"b\"} 3.0");
    assertThat(text().split("# TYPE keyparity_drift_detected_total", -1)).hasSize(2);
  }

  @Test
  void labelValues_mayHoldAnything() {
    metrics.set(AGE, 1, "a|1:b\"\\\n.é");
    metrics.set(AGE, 2, "a");

    assertThat(series("keyparity_report_age_seconds"))
        .containsExactlyInAnyOrder(
            "keyparity_report_age_seconds{host=\"a\"} 2.0",
            "keyparity_report_age_seconds{host=\"a|1:b\\\"\\\\\\n.é\"} 1.0");
  }

  @Test
  void differentListsOfValues_areDifferentSeries() {
    MetricDeclaration two = MetricDeclaration.gauge("keyparity_two", "Two labels.", "a", "b");
    Metrics own = new Metrics(List.of(two));
    own.set(two, 1, "x|1:y", "z");
    own.set(two, 2, "x", "y|1:z");

    assertThat(
            own.collect().stream().filter(m -> m.getMetadata().getName().equals("keyparity_two")))
        .singleElement()
        .satisfies(metric -> assertThat(metric.getDataPoints()).hasSize(2));
  }

  @Test
  void family_showsOnlyWhatIsThereNow() {
    List<Sample> now = new ArrayList<>(List.of(Sample.of(1, "s", "kms1", "DIVERGED")));
    metrics.family(PARITY, () -> now);
    assertThat(series("keyparity_host_parity{")).hasSize(1);

    now.set(0, Sample.of(1, "s", "kms1", "IN_PARITY"));

    assertThat(series("keyparity_host_parity{"))
        .singleElement()
        .asString()
        .contains("verdict=\"IN_PARITY\"");
  }

  @Test
  void sourceThatFails_isLeftOutAndCounted() {
    metrics.set(AGE, 1, "kms1");
    metrics.family(
        PARITY,
        () -> {
          throw new IllegalStateException("no snapshot");
        });

    assertThat(series("keyparity_host_parity")).isEmpty();
    assertThat(series("keyparity_report_age_seconds{")).hasSize(1);
    assertThat(series("keyparity_scrape_failures_total "))
        .containsExactly("keyparity_scrape_failures_total 2.0");
  }

  @Test
  void familyWithWrongOrDoubledLabels_doesNotFailTheScrape() {
    metrics.set(AGE, 1, "kms1");
    metrics.family(PARITY, () -> List.of(Sample.of(1, "s")));
    metrics.family(
        AGENTS, () -> List.of(Sample.of(1, "kms1", "0.1.0"), Sample.of(1, "kms1", "0.1.0")));

    assertThat(series("keyparity_host_parity")).isEmpty();
    assertThat(series("keyparity_agent_build_info{")).hasSize(1);
    assertThat(series("keyparity_report_age_seconds{")).hasSize(1);
  }

  @Test
  void gaugeGivenAgain_replacesTheFormer() {
    metrics.gauge(AGE, () -> 1, "kms1");
    metrics.gauge(AGE, () -> 2, "kms1");

    assertThat(series("keyparity_report_age_seconds{"))
        .containsExactly("keyparity_report_age_seconds{host=\"kms1\"} 2.0");
  }

  @Test
  void removedSeries_isGoneAndMayComeBack() {
    metrics.set(AGE, 1, "kms1");
    metrics.remove(AGE, "kms1");
    metrics.remove(AGE, "kms1");
    assertThat(series("keyparity_report_age_seconds{")).isEmpty();

    metrics.set(AGE, 3, "kms1");

    assertThat(series("keyparity_report_age_seconds{")).hasSize(1);
  }

  @Test
  void histogram_countsIntoItsBuckets() {
    LatencyHistogram histogram = metrics.histogram(RPC, "Report");
    histogram.record(Duration.ofMillis(1));
    histogram.record(Duration.ofNanos(1_000_001));
    histogram.record(Duration.ofHours(1));
    histogram.record(Duration.ofMillis(-5));

    assertThat(text())
        .contains(
            "keyparity_agent_rpc_seconds_bucket{method=\"Report\",le=\"0.001\"} 2",
            "keyparity_agent_rpc_seconds_bucket{method=\"Report\",le=\"0.0025\"} 3",
            "keyparity_agent_rpc_seconds_bucket{method=\"Report\",le=\"300.0\"} 3",
            "keyparity_agent_rpc_seconds_bucket{method=\"Report\",le=\"+Inf\"} 4",
            "keyparity_agent_rpc_seconds_count{method=\"Report\"} 4",
            "keyparity_agent_rpc_seconds_sum{method=\"Report\"} 3600.002000001");
  }

  @Test
  void misuse_isRefusedAtOnce() {
    MetricDeclaration stranger = MetricDeclaration.gauge("keyparity_stranger", "x");

    assertThatIllegalArgumentException().isThrownBy(() -> metrics.set(stranger, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> metrics.family(stranger, List::of));
    assertThatIllegalArgumentException().isThrownBy(() -> metrics.set(AGE, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> metrics.counter(AGE, "kms1"));
    metrics.gauge(AGE, () -> 1, "kms1");
    assertThatIllegalArgumentException().isThrownBy(() -> metrics.set(AGE, 1, "kms1"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Metrics(List.of(AGE, AGE)))
        .withMessage("metric: keyparity_report_age_seconds (expected: once)");
  }

  @Test
  void firstUseByManyThreads_makesOneSeries() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    CountDownLatch together = new CountDownLatch(8);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(
            threads.submit(
                () -> {
                  together.countDown();
                  together.await();
                  for (int n = 0; n < 1000; n++) {
                    metrics.counter(DRIFTS, "s").inc();
                    metrics.histogram(RPC, "m").record(Duration.ZERO);
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(text())
        .contains(
            "keyparity_drift_detected_total{service=\"s\"} 8000.0",
            "keyparity_agent_rpc_seconds_count{method=\"m\"} 8000");
  }

  @Test
  void build_isTheProjectsVersion() {
    assertThat(Build.current().version()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    assertThat(series("keyparity_build_info{"))
        .singleElement()
        .asString()
        .contains("version=\"" + Build.current().version() + "\"");
  }
}
