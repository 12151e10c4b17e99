package dev.keyparity.wording;

import dev.keyparity.proto.coordinator.v1.HostStatus;
import dev.keyparity.proto.coordinator.v1.RunStatus;
import dev.keyparity.proto.coordinator.v1.ServiceStatus;
import dev.keyparity.proto.coordinator.v1.SurveyStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The answer about one service: a word and a sentence. Pure. */
public record Headline(String word, Tone tone, String sentence) {

  public static Headline of(ServiceStatus service, Times times) {
    if (isInParity(service)) {
      return new Headline("IN PARITY", Tone.GOOD, goodSentence(service) + asOf(service));
    }
    List<HostStatus> hosts = service.getHostsList();
    if (hosts.isEmpty()) {
      return new Headline("NO HOSTS", Tone.WARN, "the service declares none");
    }
    if (service.getApprovedCount() == 0) {
      return new Headline(
          "NO KEY APPROVED", Tone.WARN, "no key was approved yet, so no host can be judged");
    }
    HostStatus worst =
        hosts.stream().min(Comparator.comparingInt(h -> Verdicts.rank(h.getVerdict()))).get();
    if (Verdicts.isGood(worst.getVerdict())) {
      return new Headline(
          "NOT PROVEN", Tone.WARN, "the hosts say so, but the coordinator does not vouch for it");
    }
    boolean unproven = Verdicts.isOnlyUnproven(worst.getVerdict());
    return new Headline(
        unproven ? "NOT PROVEN" : "NOT IN PARITY",
        unproven ? Tone.WARN : Tone.BAD,
        badSentence(worst, hosts, times) + underWay(service));
  }

  /** A run that is there to mend it, whether it moves or not. */
  private static String underWay(ServiceStatus service) {
    RunStatus run = service.getRun();
    String name = "; %s run %s ".formatted(run.getKind(), run.getId());
    return switch (run.getState()) {
      case "running", "waiting" ->
          switch (run.getKind()) {
            case "enable" -> name + "is mending it";
            case "repair" -> name + "is under way";
            default -> "";
          };
      case "blocked", "paused", "failed" ->
          run.getKind().equals("adopt") ? "" : name + "would mend it and is " + run.getState();
      default -> "";
    };
  }

  /**
   * Whether every host provably holds the approved key: the coordinator and every verdict agree.
   */
  public static boolean isInParity(ServiceStatus service) {
    return service.getInParity()
        && service.getHostsCount() > 0
        && service.getHostsList().stream().allMatch(h -> Verdicts.isGood(h.getVerdict()));
  }

  private static String goodSentence(ServiceStatus service) {
    int hosts = service.getHostsCount();
    String hold =
        "%d of %d %s %s"
            .formatted(
                hosts,
                hosts,
                hosts == 1 ? "host holds" : "hosts hold",
                Fingerprints.brief(service.getApprovedList()));
    if (!service.hasSurvey()) {
      return hold + "; what they open was not surveyed yet";
    }
    SurveyStatus survey = service.getSurvey();
    int expected = survey.getVersions() - survey.getGivenUp();
    String givenUp = Counted.besides(survey.getGivenUp());
    if (survey.getOpenedByAll() >= expected) {
      return "%s and %s all %s%s"
          .formatted(
              hold, hosts == 1 ? "opens" : "open", Counted.of(expected, "key version"), givenUp);
    }
    return "%s, but only %d of %s open on all%s"
        .formatted(hold, survey.getOpenedByAll(), Counted.of(expected, "key version"), givenUp);
  }

  private static String asOf(ServiceStatus service) {
    long oldest =
        service.getHostsList().stream().mapToLong(HostStatus::getReportAgeMs).max().orElse(0);
    return " (as of " + Times.age(Duration.ofMillis(oldest)) + " ago)";
  }

  private static String badSentence(HostStatus worst, List<HostStatus> hosts, Times times) {
    StringBuilder sentence = new StringBuilder(worst.getHost()).append(' ');
    sentence.append(Verdicts.phrase(worst.getVerdict()));
    if (worst.getSinceMs() > 0) {
      Instant since = Times.ofMillis(worst.getSinceMs());
      sentence
          .append(" since ")
          .append(times.second(since))
          .append(" (")
          .append(Times.age(times.since(since)))
          .append(')');
    }
    long others = hosts.stream().filter(h -> !Verdicts.isGood(h.getVerdict())).count() - 1;
    if (others > 0) {
      sentence.append(
          others == 1
              ? "; 1 more host is not in parity"
              : "; " + others + " more hosts are not in parity");
    }
    return sentence.toString();
  }
}
