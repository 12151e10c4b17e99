package dev.keyparity.coordinator.kms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What each host of a service could open at one time. Immutable, and pure to ask.
 *
 * <p>Careful by design: a version counts as open on a host only if that host said so; whatever was
 * not permitted, not answered or not asked counts as not proven there.
 *
 * @param hosts in the order they were asked about
 */
public record SurveyResult(Instant at, List<HostSurvey> hosts) {

  /**
   * @param answers for every version of every key that any host lists
   * @param error why this host's own list of keys or versions could not be read, empty if it was:
   *     then there may be versions nobody was asked about
   */
  public record HostSurvey(String host, SortedMap<KeyVersion, Opens> answers, String error) {
    public HostSurvey {
      answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
    }

    public boolean opens(KeyVersion version) {
      Opens answer = answers.get(version);
      return answer != null && answer.isOpen();
    }

    /** Whether this host gave a definite no. */
    boolean refuses(KeyVersion version) {
      Opens answer = answers.get(version);
      return answer != null && answer.isKnown() && !answer.isOpen();
    }

    public long opened() {
      return answers.values().stream().filter(Opens::isOpen).count();
    }
  }

  public SurveyResult {
    hosts = List.copyOf(hosts);
  }

  /** The same, and that these hosts were not asked. */
  public SurveyResult withUnasked(Collection<String> unasked, String why) {
    List<HostSurvey> all = new ArrayList<>(hosts);
    unasked.forEach(host -> all.add(new HostSurvey(host, Collections.emptySortedMap(), why)));
    return new SurveyResult(at, all);
  }

  /** Every version that any host lists. */
  public SortedSet<KeyVersion> versions() {
    return hosts.stream()
        .flatMap(host -> host.answers().keySet().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether every host's keys and versions could be listed; else there may be more than asked. */
  public boolean isComplete() {
    return isCompleteBesides(Set.of());
  }

  /** The same, whatever these hosts could not say. */
  public boolean isCompleteBesides(Collection<String> silent) {
    return hosts.stream().allMatch(host -> host.error().isEmpty() || silent.contains(host.host()));
  }

  /** The hosts that proved to open it. */
  public SortedSet<String> openedBy(KeyVersion version) {
    return hosts.stream()
        .filter(host -> host.opens(version))
        .map(HostSurvey::host)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The versions proven to open on this host and on no other. */
  public SortedSet<KeyVersion> onlyOn(String host) {
    return versions().stream()
        .filter(version -> openedBy(version).equals(Set.of(host)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How many versions, given-up ones apart, open on every host. */
  public int openedByAll(Collection<KeyVersion> givenUp) {
    return (int)
        versions().stream()
            .filter(version -> !givenUp.contains(version))
            .filter(version -> hosts.stream().allMatch(host -> host.opens(version)))
            .count();
  }

  /**
   * The versions, given-up ones apart, that fewer than two hosts provably open or of which some
   * host gave no definite answer, each with the reason in words.
   */
  public SortedMap<KeyVersion, String> atRisk(Collection<KeyVersion> givenUp) {
    TreeMap<KeyVersion, String> risks = new TreeMap<>();
    for (KeyVersion version : versions()) {
      if (!givenUp.contains(version)) {
        String reason = risk(version);
        if (!reason.isEmpty()) {
          risks.put(version, reason);
        }
      }
    }
    return Collections.unmodifiableSortedMap(risks);
  }

  private String risk(KeyVersion version) {
    Set<String> open = openedBy(version);
    List<String> unknown =
        hosts.stream()
            .filter(host -> !host.opens(version) && !host.refuses(version))
            .map(host -> host.host() + ": " + unknownReason(host.answers(), version))
            .toList();
    if (!unknown.isEmpty()) {
      return String.join("; ", unknown);
    }
    if (open.isEmpty()) {
      return "no host can open it";
    }
    return open.size() == 1 && hosts.size() > 1
        ? "only " + open.iterator().next() + " can open it"
        : "";
  }

  private static String unknownReason(Map<KeyVersion, Opens> answers, KeyVersion version) {
    Opens answer = answers.get(version);
    return answer == null ? "not asked" : answer.detail();
  }

  /**
   * The versions, given-up ones apart, that nobody could provably open any more if the keys of
   * these hosts gave way: no other host proved to open them. What the hosts that give way said does
   * not matter: a KMS that answers "no" while its backend is down looks like one with another key.
   */
  public SortedSet<KeyVersion> lostWithout(
      Collection<String> givingWay, Collection<KeyVersion> givenUp) {
    return versions().stream()
        .filter(version -> !givenUp.contains(version))
        .filter(version -> givingWay.containsAll(openedBy(version)))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
