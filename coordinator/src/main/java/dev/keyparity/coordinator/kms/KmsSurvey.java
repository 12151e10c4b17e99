package dev.keyparity.coordinator.kms;

import dev.keyparity.coordinator.kms.BoundedRounds.Questions;
import dev.keyparity.coordinator.kms.KmsClient.KeyMetadata;
import dev.keyparity.coordinator.kms.Opens.Result;
import dev.keyparity.coordinator.kms.SurveyResult.HostSurvey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Asks every host of a service what it can open. Read-only; thread-safe.
 *
 * <p>Algorithm: (1) every host lists its key names; (2) every host that lists a key tells how many
 * versions it has, and the largest number counts; (3) every host is asked about every version of
 * every key, {@code name@0} to {@code name@n-1}. Never {@code _versions}, which answers with key
 * material. A host that did not answer (1) is not asked (3): each question would only wait out its
 * deadline. Whatever is not done when time is up counts as unanswered.
 */
public final class KmsSurvey {
  private final Clock clock;
  private final Duration deadline;
  private final BoundedRounds rounds;

  /**
   * @param deadline of the whole survey
   * @param atOnce questions under way at once at one host
   */
  public KmsSurvey(Clock clock, Duration deadline, int atOnce) {
    this.clock = clock;
    this.deadline = deadline;
    this.rounds = new BoundedRounds("survey", atOnce);
  }

  private record Named(KmsClient host, KmsAnswer<List<String>> names) {}

  private record Counted(KmsClient host, String key, KmsAnswer<KeyMetadata> metadata) {}

  private record Asked(KmsClient host, KeyVersion version) {}

  /** Blocks until all is answered or the deadline. */
  public SurveyResult take(List<KmsClient> hosts) {
    try (BoundedRounds.Run run = rounds.begin(deadline)) {
      List<Named> named =
          run.all(
              hosts,
              new Questions<>(
                  KmsClient::host,
                  host -> new Named(host, host.keyNames()),
                  host -> new Named(host, late())));
      Map<String, String> errors = new LinkedHashMap<>();
      for (Named one : named) {
        if (!one.names().isAnswered()) {
          errors.put(one.host().host(), "list of keys: " + one.names().detail());
        }
      }
      List<Named> listing = named.stream().filter(one -> one.names().isAnswered()).toList();
      SortedSet<KeyVersion> versions = versions(run, listing, errors);
      return answers(run, hosts, listing, versions, errors);
    }
  }

  private SortedSet<KeyVersion> versions(
      BoundedRounds.Run run, List<Named> listing, Map<String, String> errors) {
    List<Counted> questions = new ArrayList<>();
    for (Named one : listing) {
      for (String key : one.names().value().orElse(List.of())) {
        questions.add(new Counted(one.host(), key, late()));
      }
    }
    List<Counted> counted =
        run.all(
            questions,
            new Questions<>(
                q -> q.host().host(),
                q -> new Counted(q.host(), q.key(), q.host().metadata(q.key())),
                q -> q));
    TreeSet<KeyVersion> versions = new TreeSet<>();
    for (Counted one : counted) {
      one.metadata()
          .value()
          .ifPresentOrElse(
              metadata -> {
                for (int n = 0; n < metadata.versions(); n++) {
                  versions.add(new KeyVersion(one.key(), n));
                }
              },
              () ->
                  errors.putIfAbsent(
                      one.host().host(),
                      "metadata of " + one.key() + ": " + one.metadata().detail()));
    }
    return versions;
  }

  private SurveyResult answers(
      BoundedRounds.Run run,
      List<KmsClient> hosts,
      List<Named> listing,
      SortedSet<KeyVersion> versions,
      Map<String, String> errors) {
    List<Asked> questions = new ArrayList<>();
    for (KeyVersion version : versions) {
      listing.forEach(one -> questions.add(new Asked(one.host(), version)));
    }
    List<Opens> opened =
        run.all(
            questions,
            new Questions<>(
                q -> q.host().host(),
                q -> q.host().opens(q.version()),
                q -> new Opens(Result.UNANSWERED, "not answered before the survey's deadline")));
    Map<String, SortedMap<KeyVersion, Opens>> byHost = new LinkedHashMap<>();
    for (KmsClient host : hosts) {
      byHost.put(host.host(), unasked(versions, errors.getOrDefault(host.host(), "")));
    }
    for (int i = 0; i < questions.size(); i++) {
      Asked question = questions.get(i);
      SortedMap<KeyVersion, Opens> ofHost = byHost.get(question.host().host());
      if (ofHost != null) {
        ofHost.put(question.version(), opened.get(i));
      }
    }
    List<HostSurvey> result = new ArrayList<>();
    byHost.forEach(
        (host, answers) ->
            result.add(new HostSurvey(host, answers, errors.getOrDefault(host, ""))));
    return new SurveyResult(clock.instant(), result);
  }

  private static SortedMap<KeyVersion, Opens> unasked(
      SortedSet<KeyVersion> versions, String error) {
    TreeMap<KeyVersion, Opens> answers = new TreeMap<>();
    versions.forEach(
        version -> answers.put(version, new Opens(Result.UNANSWERED, "not asked: " + error)));
    return answers;
  }

  private static <T> KmsAnswer<T> late() {
    return KmsAnswer.none(KmsAnswer.Kind.UNREACHABLE, "not answered before the survey's deadline");
  }
}
