package dev.keyparity.coordinator.enablement;

import dev.keyparity.coordinator.workflow.StepId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What a step noticed and let pass, as facts of a journal. Both directions, pure. */
public final class Warnings {
  private static final String PREFIX = "warning.";

  private Warnings() {}

  public static void put(SortedMap<String, String> facts, StepId step, List<String> warnings) {
    for (int i = 0; i < warnings.size(); i++) {
      facts.put("%s%s.%03d".formatted(PREFIX, step.value(), i + 1), warnings.get(i));
    }
  }

  /** Of all steps, by step. */
  public static List<String> in(SortedMap<String, String> facts) {
    return facts.entrySet().stream()
        .filter(fact -> fact.getKey().startsWith(PREFIX))
        .map(Map.Entry::getValue)
        .toList();
  }
}
