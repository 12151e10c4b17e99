package dev.keyparity.agent.guard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Effects that an audit log tells the beginning of and no end: an agent ended between two of its
 * records. Filled while the log is read at start, so that each guard can tell their ends.
 *
 * <p>Not thread-safe: it is filled before any guard reads it.
 */
public final class UnendedEffects {
  private final Map<String, Map<String, String>> beginnings = new LinkedHashMap<>();

  /** Takes the next record of the log, oldest first. */
  public void read(String event, Map<String, String> fields) {
    String request = fields.getOrDefault(EffectLines.REQUEST, "");
    if (event.equals(EffectLines.BEGUN)) {
      beginnings.put(request, Map.copyOf(fields));
    } else if (event.equals(EffectLines.ENDED)) {
      beginnings.remove(request);
    }
  }

  /** The particulars of each beginning, oldest first. */
  List<Map<String, String>> of(String service) {
    return beginnings.values().stream()
        .filter(fields -> service.equals(fields.get(EffectLines.SERVICE)))
        .toList();
  }
}
