package dev.keyparity.cli.signing;

import dev.keyparity.cli.console.Wrap;
import dev.keyparity.daemon.warrant.Act;
import dev.keyparity.daemon.warrant.Verb;
import dev.keyparity.daemon.warrant.Warrant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a warrant allows, in the order in which it is done: a warrant's own order is that of its
 * canonical form, which says nothing. Hosts on which the very same is done share a paragraph. Each
 * value that is written has a line of its own, never broken. Pure.
 */
final class AllowedActs {
  private static final String INDENT = "      ";

  /** Within a step, on a host. Never a new key under a KMS that runs, so the stop comes first. */
  private static final List<Verb> ORDER =
      List.of(
          Verb.APPROVE_IDENTITY,
          Verb.ADD_HOST,
          Verb.REMOVE_HOST,
          Verb.WRITE_SETTING,
          Verb.WRITE_CLIENT_CONFIG,
          Verb.OVERRIDE_PERMIT,
          Verb.STOP,
          Verb.INSTALL,
          Verb.START,
          Verb.RUN_DEPENDANT);

  /** What is done in a step, apart from where. */
  private record Doing(String step, List<String> sentences, List<PlanDocument.Setting> settings) {}

  /** On one host, in one step. */
  private record Place(String host, String step) {}

  private final Map<Doing, List<String>> hosts;

  private AllowedActs(Map<Doing, List<String>> hosts) {
    this.hosts = hosts;
  }

  static AllowedActs of(ReviewedPlan plan, Warrant warrant) {
    ActWords words = new ActWords(plan.document(), plan.statement().orElse(null));
    List<String> order = plan.document().steps().stream().map(PlanDocument.Step::id).toList();
    List<Act> inOrder = new ArrayList<>(warrant.acts());
    inOrder.sort(
        Comparator.comparingInt((Act act) -> order.indexOf(act.step()))
            .thenComparingInt(act -> rank(act, plan.document())));
    Map<Place, List<Act>> byPlace = new LinkedHashMap<>();
    for (Act act : inOrder) {
      byPlace
          .computeIfAbsent(new Place(act.host(), act.step()), place -> new ArrayList<>())
          .add(act);
    }
    Map<Doing, List<String>> hosts = new LinkedHashMap<>();
    byPlace.forEach(
        (place, acts) ->
            hosts
                .computeIfAbsent(
                    doing(place, acts, words, plan.document()), doing -> new ArrayList<>())
                .add(place.host()));
    return new AllowedActs(hosts);
  }

  /** A host that leaves stops first, under the statement that still lists it. */
  private static int rank(Act act, PlanDocument plan) {
    boolean stopsToLeave = act.verb() == Verb.STOP && plan.leaving().isPresent();
    return stopsToLeave ? -1 : ORDER.indexOf(act.verb());
  }

  private static Doing doing(Place place, List<Act> acts, ActWords words, PlanDocument plan) {
    List<String> sentences = new ArrayList<>();
    List<PlanDocument.Setting> settings = new ArrayList<>();
    for (Act act : acts) {
      ActReview.settingOf(act, plan)
          .ifPresentOrElse(
              setting ->
                  settings.add(
                      new PlanDocument.Setting(
                          place.step(), "", setting.file(), setting.property(), setting.value())),
              () -> sentences.add(words.of(act)));
    }
    return new Doing(place.step(), sentences, settings);
  }

  List<String> lines(int width) {
    List<String> lines = new ArrayList<>();
    hosts.forEach((doing, where) -> lines.addAll(paragraph(doing, where, width)));
    return lines;
  }

  private static List<String> paragraph(Doing doing, List<String> hosts, int width) {
    Map<String, List<PlanDocument.Setting>> byFile =
        doing.settings().stream()
            .collect(
                Collectors.groupingBy(
                    PlanDocument.Setting::file, LinkedHashMap::new, Collectors.toList()));
    List<String> all = new ArrayList<>(doing.sentences());
    if (!byFile.isEmpty()) {
      all.add("set in " + String.join(" and ", byFile.keySet()) + ":");
    }
    String where =
        hosts.stream()
            .map(host -> host.equals(Act.EVERY_HOST) ? "everywhere" : host)
            .collect(Collectors.joining(", "));
    List<String> lines =
        new ArrayList<>(
            Wrap.lines(
                "  %s, %s: ".formatted(where, doing.step()),
                String.join("; ", all),
                INDENT,
                width));
    byFile.forEach(
        (file, settings) -> {
          String head = byFile.size() > 1 ? file + ": " : "";
          settings.forEach(
              setting -> lines.add(INDENT + head + setting.property() + " = " + setting.value()));
        });
    return lines;
  }
}
