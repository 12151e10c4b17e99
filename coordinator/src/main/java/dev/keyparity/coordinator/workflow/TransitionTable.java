package dev.keyparity.coordinator.workflow;

import java.util.List;
import java.util.stream.Collectors;

/**
 * All legal state changes of one machine, as data. Immutable.
 *
 * @param what what the states are states of, for messages: {@code run}
 * @param initial the state it begins in
 */
record TransitionTable<S extends Enum<S>, E extends Enum<E>>(
    String what, S initial, List<Row<S, E>> rows) {

  /** When {@code event} comes in state {@code from}, the state becomes {@code to}. */
  record Row<S extends Enum<S>, E extends Enum<E>>(S from, E event, S to) {
    @Override
    public String toString() {
      return from + " --" + event + "--> " + to;
    }
  }

  TransitionTable {
    rows = List.copyOf(rows);
    long distinct = rows.stream().map(row -> row.from() + "/" + row.event()).distinct().count();
    if (distinct != rows.size()) {
      throw new IllegalArgumentException(
          "transitions of a " + what + ": the same state and event twice (expected: once)");
    }
  }

  /** The row for an event in a state. */
  Row<S, E> on(S from, E event) {
    return rows.stream()
        .filter(row -> row.from() == from && row.event() == event)
        .findFirst()
        .orElseThrow(
            () ->
                new WorkflowException(
                    WorkflowException.Kind.IMPOSSIBLE_TRANSITION,
                    "%s: %s while %s (expected: one of its transitions)"
                        .formatted(what, event, from)));
  }

  /** The table as a Mermaid state diagram. */
  String toMermaid() {
    String lines =
        rows.stream()
            .map(row -> "    %s --> %s : %s\n".formatted(row.from(), row.to(), row.event()))
            .collect(Collectors.joining());
    String ends =
        rows.stream()
            .map(Row::to)
            .filter(state -> rows.stream().noneMatch(row -> row.from() == state))
            .distinct()
            .map(state -> "    %s --> [*]\n".formatted(state))
            .collect(Collectors.joining());
    return "stateDiagram-v2\n    [*] --> %s\n".formatted(initial) + lines + ends;
  }
}
