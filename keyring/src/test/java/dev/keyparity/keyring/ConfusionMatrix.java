package dev.keyparity.keyring;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How often which verdict was told where which one was expected. */
final class ConfusionMatrix {
  /** What is told at once, as critical. */
  private static final Set<Verdict> CRITICAL =
      EnumSet.of(
          Verdict.DIVERGED,
          Verdict.SUBSET,
          Verdict.DAMAGED,
          Verdict.ABSENT,
          Verdict.UNREADABLE,
          Verdict.ROLLED_BACK);

  private final Map<Verdict, Map<Verdict, Integer>> told = new EnumMap<>(Verdict.class);

  void add(Verdict expected, Verdict verdict) {
    told.computeIfAbsent(expected, e -> new TreeMap<>()).merge(verdict, 1, Integer::sum);
  }

  int pairs() {
    return count((expected, verdict) -> true);
  }

  int falseCriticals() {
    return count((expected, verdict) -> !CRITICAL.contains(expected) && CRITICAL.contains(verdict));
  }

  /** Told less than it is: a harm not as critical, a doubt as green. */
  int misses() {
    return count(
        (expected, verdict) ->
            (CRITICAL.contains(expected) && !CRITICAL.contains(verdict))
                || (!expected.isInParity() && verdict.isInParity()));
  }

  int others() {
    return count((expected, verdict) -> expected != verdict);
  }

  /** As the page of evidence shows it. */
  String markdown() {
    Set<Verdict> all = EnumSet.noneOf(Verdict.class);
    told.forEach(
        (expected, verdicts) -> {
          all.add(expected);
          all.addAll(verdicts.keySet());
        });
    StringBuilder table = new StringBuilder("| expected \\ told |");
    all.forEach(verdict -> table.append(' ').append(verdict).append(" |"));
    table.append("\n|---|").append("---|".repeat(all.size())).append('\n');
    for (Verdict expected : all) {
      table.append("| ").append(expected).append(" |");
      for (Verdict verdict : all) {
        int times = told.getOrDefault(expected, Map.of()).getOrDefault(verdict, 0);
        table.append(' ').append(times == 0 ? "" : times + " ").append('|');
      }
      table.append('\n');
    }
    return table.toString();
  }

  private interface Case {
    boolean is(Verdict expected, Verdict verdict);
  }

  private int count(Case wanted) {
    int sum = 0;
    for (var row : told.entrySet()) {
      for (var cell : row.getValue().entrySet()) {
        sum += wanted.is(row.getKey(), cell.getKey()) ? cell.getValue() : 0;
      }
    }
    return sum;
  }
}
