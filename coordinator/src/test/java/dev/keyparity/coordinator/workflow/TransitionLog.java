package dev.keyparity.coordinator.workflow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which rows of the three transition tables must have fired between two journals of one run: where
 * a write made several, the shortest way there. Single run, one thread.
 */
public final class TransitionLog {
  private final Map<String, RunJournal> newest = new HashMap<>();

  /** All rows there are, {@code run RUNNING --WAIT--> WAITING}. */
  public static Set<String> all() {
    Set<String> rows = new TreeSet<>();
    Stream.of(Transitions.RUNS, Transitions.STEPS, Transitions.ACTS)
        .forEach(table -> table.rows().forEach(row -> rows.add(table.what() + " " + row)));
    return rows;
  }

  /** What a journal tells that was just written. */
  public Set<String> wrote(RunJournal journal) {
    RunJournal before = newest.put(journal.run().value(), journal);
    Set<String> fired = new TreeSet<>();
    if (before == null) {
      return fired;
    }
    fired.addAll(way(Transitions.RUNS, before.state(), journal.state()));
    Map<StepId, StepState> steps = new HashMap<>();
    Map<String, ActState> acts = new HashMap<>();
    before.steps().forEach(step -> steps.put(step.id(), step.state()));
    before.steps().forEach(step -> step.acts().forEach(a -> acts.put(a.requestId(), a.state())));
    for (StepRecord step : journal.steps()) {
      StepState then = steps.getOrDefault(step.id(), StepState.PENDING);
      fired.addAll(way(Transitions.STEPS, then, step.state()));
      for (ActRecord act : step.acts()) {
        ActState was = acts.getOrDefault(act.requestId(), ActState.INTENDED);
        fired.addAll(way(Transitions.ACTS, was, act.state()));
      }
    }
    return fired;
  }

  private static <S extends Enum<S>, E extends Enum<E>> List<String> way(
      TransitionTable<S, E> table, S from, S to) {
    Map<S, List<String>> ways = new HashMap<>();
    Deque<S> next = new ArrayDeque<>();
    ways.put(from, List.of());
    next.add(from);
    while (!next.isEmpty() && !ways.containsKey(to)) {
      S at = next.remove();
      List<String> here = ways.getOrDefault(at, List.of());
      for (TransitionTable.Row<S, E> row : table.rows()) {
        if (row.from() == at && !ways.containsKey(row.to())) {
          ways.put(
              row.to(), Stream.concat(here.stream(), Stream.of(table.what() + " " + row)).toList());
          next.add(row.to());
        }
      }
    }
    return ways.getOrDefault(to, List.of());
  }
}
