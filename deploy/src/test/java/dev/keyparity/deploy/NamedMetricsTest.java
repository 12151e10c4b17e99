package dev.keyparity.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyparity.agent.AgentMetrics;
import dev.keyparity.coordinator.telemetry.CoordinatorMetrics;
import dev.keyparity.coordinator.workflow.RunState;
import dev.keyparity.daemon.status.MetricDeclaration;
import dev.keyparity.daemon.status.Metrics;
import dev.keyparity.keyring.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever rules, their tests and documents say of metrics is what agents and coordinators export:
 * an alert on a name or label that nobody exports never fires, and nobody sees that it does not.
 */
class NamedMetricsTest {
  private static final Path ROOT = Path.of("..");
  private static final Path ALERTS = Path.of("src/main/prometheus/keyparity-alerts.yaml");
  private static final Path TESTS = Path.of("src/main/prometheus/keyparity-alerts-test.yaml");

  private static final Path DASHBOARD = Path.of("src/main/grafana/keyparity.json");
  private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");

  /** What looks like a metric and is none. */
  private static final Set<String> OTHERS = Set.of("keyparity_probe");

  /** Prometheus adds these to whatever it scrapes. */
  private static final Set<String> ADDED = Set.of("instance", "job");

  private static final Pattern NAME = Pattern.compile("\\bkeyparity_[a-z0-9_]*[a-z0-9]");
  private static final Pattern SELECTOR = Pattern.compile("(" + NAME + ")\\{([^}]*)}");
  private static final Pattern MATCHER =
      Pattern.compile("(\\w+)\\s*(?:=~|!=|!~|=)\\s*\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on)\\s*\\(([^)]*)\\)");
  private static final Pattern BY = Pattern.compile("\\bby\\s*\\(([^)]*)\\)");
  private static final Pattern SHOWN = Pattern.compile("\\$labels\\.(\\w+)");

  private static final List<MetricDeclaration> DECLARED =
      Stream.of(Metrics.BUILT_IN, AgentMetrics.DECLARED, CoordinatorMetrics.ALL)
          .flatMap(Collection::stream)
          .toList();

  private static final Map<String, Set<String>> EXPORTED =
      DECLARED.stream()
          .collect(
              Collectors.toMap(
                  MetricDeclaration::name,
                  metric -> new TreeSet<>(metric.labels()),
                  (one, other) -> one,
                  TreeMap::new));

  /** One alert of the rules. */
  private record Alert(String name, String expression, String annotations) {
    static List<Alert> all() throws IOException {
      return Stream.of(Files.readString(ALERTS).split("- alert: "))
          .skip(1)
          .map(
              text ->
                  new Alert(
                      text.lines().findFirst().orElseThrow(),
                      first("expr: (.*)", text),
                      text.substring(text.indexOf("annotations:"))))
          .toList();
    }

    private static String first(String pattern, String text) {
      return found(Pattern.compile(pattern), text).findFirst().orElseThrow().group(1);
    }

    Set<String> metrics() {
      return names(expression);
    }

    Set<String> labels() {
      return metrics().stream()
          .flatMap(name -> EXPORTED.getOrDefault(name, Set.of()).stream())
          .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is left of the labels in the alert. */
    Set<String> shown() {
      List<String> kept = found(BY, expression).map(by -> by.group(1)).toList();
      if (kept.isEmpty() && !expression.startsWith("sum(")) {
        Set<String> labels = new TreeSet<>(labels());
        labels.addAll(ADDED);
        return labels;
      }
      return words(kept);
    }
  }

  private static Stream<MatchResult> found(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  private static Set<String> names(String text) {
    return found(NAME, text)
        .map(match -> match.group().replaceFirst("(_seconds)_bucket$", "$1"))
        .filter(name -> !OTHERS.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> words(Collection<String> lists) {
    return lists.stream()
        .flatMap(list -> Stream.of(list.split(",")))
        .map(String::strip)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Rules, their tests, and every document. */
  private static Map<Path, String> texts() throws IOException {
    Map<Path, String> texts = new TreeMap<>();
    for (Path top : List.of(Path.of("src/main"), ROOT.resolve("docs"))) {
      try (Stream<Path> files = Files.walk(top)) {
        for (Path file : files.filter(NamedMetricsTest::isText).toList()) {
          // In JSON, quotes within a text are escaped.
          texts.put(file, Files.readString(file).replace("\\\"", "\""));
        }
      }
    }
    for (String file : List.of("README.md", "ARCHITECTURE.md", "CHANGELOG.md")) {
      texts.put(ROOT.resolve(file), Files.readString(ROOT.resolve(file)));
    }
    return texts;
  }

  private static boolean isText(Path file) {
    return Files.isRegularFile(file) && !file.toString().endsWith(".png");
  }

  /** A column or legend by a label that is not there is empty, and a panel on it misleads. */
  @Test
  void everyLabelThatTheDashboardGroupsByOrShows_isThere() throws Exception {
    JsonNode panels = new ObjectMapper().readTree(DASHBOARD.toFile()).get("panels");
    for (JsonNode panel : panels) {
      for (JsonNode target : panel.get("targets")) {
        String expression = target.get("expr").asText();
        Set<String> there = new TreeSet<>(Set.of("le"));
        names(expression).forEach(name -> there.addAll(withAdded(name)));
        Set<String> used = words(found(BY, expression).map(g -> g.group(1)).toList());
        found(LEGEND, target.get("legendFormat").asText()).forEach(l -> used.add(l.group(1)));

        assertThat(names(expression)).as(expression).isNotEmpty();
        assertThat(there).as(expression).containsAll(used);
      }
    }
    assertThat(panels).hasSizeGreaterThan(10);
  }

  /** Else a rule on it would mean two things. */
  @Test
  void metric_thatAgentsAndCoordinatorsExport_hasTheSameLabels() {
    for (MetricDeclaration metric : DECLARED) {
      assertThat(EXPORTED.get(metric.name()))
          .as(metric.name())
          .isEqualTo(new TreeSet<>(metric.labels()));
    }
  }

  @Test
  void everyName_isExported() throws Exception {
    texts()
        .forEach(
            (file, text) -> assertThat(EXPORTED.keySet()).as("" + file).containsAll(names(text)));
    assertThat(names(Files.readString(ALERTS))).hasSizeGreaterThan(5);
  }

  @Test
  void everyLabel_isExported() throws Exception {
    texts()
        .forEach(
            (file, text) ->
                found(SELECTOR, text)
                    .filter(selector -> !OTHERS.contains(selector.group(1)))
                    .forEach(
                        selector ->
                            assertThat(labelsOf(selector))
                                .as("%s: %s", file, selector.group())
                                .isSubsetOf(withAdded(selector.group(1)))));
  }

  /** A series that a rule is tested with looks as a real one does: with every label. */
  @Test
  void everyTestedSeries_hasTheLabelsOfARealOne() throws Exception {
    List<String> series =
        found(Pattern.compile("- series: (.*)"), Files.readString(TESTS))
            .map(one -> one.group(1))
            .toList();
    assertThat(series).hasSizeGreaterThan(10);
    for (String one : series) {
      MatchResult selector = found(SELECTOR, one).findFirst().orElseThrow();
      Set<String> labels = labelsOf(selector);
      labels.removeAll(ADDED);
      assertThat(labels).as(one).isEqualTo(EXPORTED.get(selector.group(1)));
    }
  }

  @Test
  void everyLabelThatAnAlertGroupsByOrShows_isThere() throws Exception {
    for (Alert alert : Alert.all()) {
      Set<String> groups = words(found(GROUPING, alert.expression()).map(g -> g.group(1)).toList());
      assertThat(alert.labels()).as(alert.name()).containsAll(groups);
      Set<String> shown =
          found(SHOWN, alert.annotations())
              .map(label -> label.group(1))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(alert.shown()).as(alert.name()).containsAll(shown);
    }
  }

  /** And no alert waits for a verdict or a state that is none. */
  @Test
  void everyVerdictThatIsNotGood_hasAnAlert() throws Exception {
    Set<String> bad =
        Arrays.stream(Verdict.values())
            .filter(verdict -> !verdict.isInParity())
            .map(Enum::name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(waitedFor("verdict")).isEqualTo(bad);
    assertThat(waitedFor("state"))
        .isSubsetOf(Arrays.stream(RunState.values()).map(RunState::text).toList())
        .containsExactlyInAnyOrder("blocked", "failed");
  }

  private static Set<String> waitedFor(String label) throws IOException {
    return Alert.all().stream()
        .flatMap(alert -> found(MATCHER, alert.expression()))
        .filter(matcher -> matcher.group(1).equals(label))
        .flatMap(matcher -> Stream.of(matcher.group(2).split("\\|")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> labelsOf(MatchResult selector) {
    return found(MATCHER, selector.group(2))
        .map(matcher -> matcher.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> withAdded(String metric) {
    Set<String> labels = new TreeSet<>(EXPORTED.getOrDefault(metric, Set.of()));
    labels.addAll(ADDED);
    return labels;
  }
}
