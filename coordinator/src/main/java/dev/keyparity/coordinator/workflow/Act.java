package dev.keyparity.coordinator.workflow;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One effect or question that a step wants: what, where, and with which arguments.
 *
 * <p>The arguments stand in the journal with the intent, so that whoever resumes sends the very
 * same request; they hold no secret and nothing large.
 *
 * @param name what is to be done, stable: part of the request id
 * @param host where; {@link #SERVICE} if it concerns no single host
 */
public record Act(String name, String host, SortedMap<String, String> arguments) {
  /** Stands for the host of an act that concerns the service as a whole. */
  public static final String SERVICE = "*";

  public Act {
    if (name.isBlank() || host.isBlank()) {
      throw new IllegalArgumentException(
          "act: name '%s', host '%s' (expected: both set)".formatted(name, host));
    }
    arguments = copyOf(arguments);
  }

  public static Act of(String name, String host) {
    return new Act(name, host, new TreeMap<>());
  }

  public static Act of(String name, String host, Map<String, String> arguments) {
    return new Act(name, host, new TreeMap<>(arguments));
  }

  static SortedMap<String, String> copyOf(Map<String, String> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  @Override
  public String toString() {
    return host.equals(SERVICE) ? name : name + " on " + host;
  }
}
