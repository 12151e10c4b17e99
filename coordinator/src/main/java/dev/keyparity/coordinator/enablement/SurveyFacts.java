package dev.keyparity.coordinator.enablement;

import dev.keyparity.coordinator.evidence.VersionRanges;
import dev.keyparity.coordinator.kms.KeyVersion;
import dev.keyparity.coordinator.kms.SurveyResult;
import dev.keyparity.coordinator.kms.SurveyResult.HostSurvey;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What steps need of a survey, as facts of a journal: counts, and the versions that matter as
 * ranges. Both directions, pure.
 */
public final class SurveyFacts {
  private static final String AT = "survey.at";
  private static final String VERSIONS = "survey.versions";
  private static final String OPENED_BY_ALL = "survey.opened_by_all";
  private static final String GIVEN_UP = "survey.given_up";
  private static final String COMPLETE = "survey.complete";
  private static final String AT_RISK = "survey.at_risk";
  private static final String LOST = "survey.lost";
  private static final String LOST_PROBE = "survey.lost_probe";
  private static final String HOST = "survey.host.";

  private final Map<String, String> facts;

  private SurveyFacts(Map<String, String> facts) {
    this.facts = facts;
  }

  /** Reads the facts that a survey act, or the survey step, left. */
  public static SurveyFacts in(Map<String, String> facts) {
    return new SurveyFacts(facts);
  }

  /**
   * @param givenUp versions that count no more
   * @param without hosts whose keys may go: what would be lost with them is worked out
   */
  public static SortedMap<String, String> of(
      SurveyResult survey,
      Collection<KeyVersion> givenUp,
      Collection<String> without,
      String probeKey) {
    TreeMap<String, String> facts = new TreeMap<>();
    SortedSet<KeyVersion> counted = new TreeSet<>(survey.versions());
    counted.removeAll(givenUp);
    facts.put(AT, survey.at().toString());
    facts.put(VERSIONS, Integer.toString(counted.size()));
    facts.put(OPENED_BY_ALL, Integer.toString(survey.openedByAll(givenUp)));
    facts.put(GIVEN_UP, Integer.toString(survey.versions().size() - counted.size()));
    facts.put(COMPLETE, Boolean.toString(survey.isComplete()));
    facts.put(AT_RISK, VersionRanges.format(survey.atRisk(givenUp).keySet()));
    SortedSet<KeyVersion> lost = new TreeSet<>(survey.lostWithout(without, givenUp));
    SortedSet<KeyVersion> probe = new TreeSet<>(lost);
    probe.removeIf(version -> !version.key().equals(probeKey));
    lost.removeAll(probe);
    facts.put(LOST, VersionRanges.format(lost));
    facts.put(LOST_PROBE, VersionRanges.format(probe));
    for (HostSurvey host : survey.hosts()) {
      SortedSet<KeyVersion> only = new TreeSet<>(survey.lostWithout(List.of(host.host()), givenUp));
      facts.put(HOST + host.host() + ".opens", Long.toString(host.opened()));
      facts.put(HOST + host.host() + ".of", Integer.toString(survey.versions().size()));
      facts.put(HOST + host.host() + ".only", VersionRanges.format(only));
      facts.put(HOST + host.host() + ".error", host.error());
    }
    return Collections.unmodifiableSortedMap(facts);
  }

  public boolean exists() {
    return facts.containsKey(AT);
  }

  /** Versions that count: those given up are not among them. */
  public int versions() {
    return number(VERSIONS);
  }

  public int openedByAll() {
    return number(OPENED_BY_ALL);
  }

  public int givenUp() {
    return number(GIVEN_UP);
  }

  /** Whether every host could list its keys: else there may be versions nobody was asked about. */
  public boolean isComplete() {
    return Boolean.parseBoolean(facts.getOrDefault(COMPLETE, "false"));
  }

  public SortedSet<KeyVersion> atRisk() {
    return versions(AT_RISK);
  }

  /** What nobody could open any more, apart from versions of the probe key. */
  public SortedSet<KeyVersion> lost() {
    return versions(LOST);
  }

  public SortedSet<KeyVersion> lostProbe() {
    return versions(LOST_PROBE);
  }

  public int opens(String host) {
    return number(HOST + host + ".opens");
  }

  public int of(String host) {
    return number(HOST + host + ".of");
  }

  /** What no other host is known to open. */
  public SortedSet<KeyVersion> onlyOn(String host) {
    return versions(HOST + host + ".only");
  }

  /** Why a host could not list its keys; empty if it could. */
  public String error(String host) {
    return facts.getOrDefault(HOST + host + ".error", "");
  }

  private int number(String name) {
    String text = facts.get(name);
    return text == null ? 0 : Integer.parseInt(text);
  }

  private SortedSet<KeyVersion> versions(String name) {
    return VersionRanges.parse(facts.getOrDefault(name, ""));
  }
}
