package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.enablement.HostFacts;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.FleetSnapshot;
import dev.keyparity.coordinator.fleet.HostView;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.keyring.Digest;
import dev.keyparity.keyring.Verdict;
import dev.keyparity.proto.agent.v1.File;
import dev.keyparity.proto.agent.v1.HostReport;
import dev.keyparity.proto.agent.v1.PrefixDigest;
import dev.keyparity.proto.agent.v1.ReportReply;
import dev.keyparity.proto.agent.v1.ReportRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a host that holds the approved file for the digest of its beginning, where another host's
 * file is shorter. A question that failed is asked again with the next judging. Thread-safe.
 */
final class PrefixQuestions {
  private static final Logger log = LoggerFactory.getLogger(PrefixQuestions.class);
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final AgentCalls agents;
  private final PrefixDigests prefixes;
  private final Consumer<String> answered;
  private final Set<Question> open = new HashSet<>();

  private record Question(String service, Digest whole, long length) {}

  /**
   * @param answered called with the service after something was learned
   */
  PrefixQuestions(AgentCalls agents, PrefixDigests prefixes, Consumer<String> answered) {
    this.agents = agents;
    this.prefixes = prefixes;
    this.answered = answered;
  }

  void ask(
      FencingToken token,
      String service,
      Approval approval,
      List<HostVerdict> verdicts,
      FleetSnapshot snapshot) {
    Optional<String> good =
        verdicts.stream()
            .filter(host -> host.verdict().equals(Optional.of(Verdict.IN_PARITY)))
            .map(HostVerdict::host)
            .findFirst();
    if (good.isEmpty()) {
      return;
    }
    for (HostVerdict host : verdicts) {
      if (host.isPending()) {
        length(service, host.host(), snapshot)
            .map(length -> new Question(service, approval.key().secring(), length))
            .ifPresent(question -> ask(token, good.get(), question));
      }
    }
  }

  private static Optional<Long> length(String service, String host, FleetSnapshot snapshot) {
    return snapshot
        .service(service)
        .flatMap(hosts -> hosts.host(host))
        .flatMap(HostView::fresh)
        .flatMap(PrefixQuestions::secring)
        .map(File::getBytes);
  }

  private static Optional<File> secring(HostReport report) {
    return report.getKeyDirectory().getFilesList().stream()
        .filter(file -> file.getName().equals("secring.gpg"))
        .findFirst();
  }

  private void ask(FencingToken token, String good, Question question) {
    synchronized (this) {
      if (!open.add(question)) {
        return;
      }
    }
    var unused =
        agents
            .report(
                AgentCall.read(token, question.service(), good, DEADLINE),
                ReportRequest.newBuilder().addPrefixLengths(question.length()).build())
            .whenComplete((reply, failure) -> take(question, reply, failure));
  }

  private void take(Question question, @Nullable ReportReply reply, @Nullable Throwable failure) {
    synchronized (this) {
      open.remove(question);
    }
    if (reply == null) {
      log.info("{}: beginning of the approved file not told: {}", question.service(), failure);
      return;
    }
    HostReport report = reply.getReport();
    // The host may have drifted since it was chosen: then it says nothing about the approved file.
    if (!HostFacts.of(report).secring().equals(question.whole().hex())) {
      return;
    }
    for (PrefixDigest digest : report.getPrefixDigestsList()) {
      if (digest.getLength() == question.length()) {
        prefixes.learn(question.whole(), question.length(), new Digest(digest.getSha256()));
        answered.accept(question.service());
      }
    }
  }
}
