package dev.keyparity.daemon.warrant;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a new identity statement does to the hosts of a service, as the acts that operators must
 * have allowed beside the statement itself. Pure.
 */
public final class MembershipChange {
  private MembershipChange() {}

  /**
   * By host: {@link Verb#ADD_HOST} or {@link Verb#REMOVE_HOST}; empty if the hosts are the same.
   */
  public static SortedMap<String, Verb> between(
      Collection<String> before, Collection<String> after) {
    TreeMap<String, Verb> changes = new TreeMap<>();
    after.stream()
        .filter(host -> !before.contains(host))
        .forEach(host -> changes.put(host, Verb.ADD_HOST));
    before.stream()
        .filter(host -> !after.contains(host))
        .forEach(host -> changes.put(host, Verb.REMOVE_HOST));
    return Collections.unmodifiableSortedMap(changes);
  }
}
