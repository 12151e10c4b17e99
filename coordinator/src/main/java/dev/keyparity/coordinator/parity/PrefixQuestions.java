package dev.keyparity.coordinator.parity;

import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.coordinator.fleet.FleetSnapshot;
import dev.keyparity.coordinator.fleet.HostFacts;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks hosts that hold the approved file for the digest of its beginning, where another host's file
 * is shorter. Thread-safe.
 *
 * <p>A host that did not answer is asked again after the other good ones. One that answered without
 * the digest is not asked the same again: agents tell few lengths of one file, so that nobody
 * learns its bytes from them.
 */
final class PrefixQuestions {
  private static final Logger log = LoggerFactory.getLogger(PrefixQuestions.class);
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final int KEPT = 256;

  private final AgentCalls agents;
  private final PrefixDigests prefixes;
  private final Consumer<String> answered;
  private final Map<Question, Asked> asked =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Asked> eldest) {
          return size() > KEPT;
        }
      };

  private record Question(String service, Digest whole, long length) {}

  /** What became of a question so far. */
  private static final class Asked {
    private boolean open;
    private final Set<String> silent = new HashSet<>();
    private final Set<String> unwilling = new HashSet<>();

    Optional<String> next(List<String> good) {
      Optional<String> next =
          good.stream()
              .filter(host -> !unwilling.contains(host) && !silent.contains(host))
              .findFirst();
      if (next.isEmpty() && !silent.isEmpty()) {
        silent.clear();
        return good.stream().filter(host -> !unwilling.contains(host)).findFirst();
      }
      return next;
    }
  }

  /**
   * @param answered called with the service after something was learned
   */
  PrefixQuestions(AgentCalls agents, PrefixDigests prefixes, Consumer<String> answered) {
    this.agents = agents;
    this.prefixes = prefixes;
    this.answered = answered;
  }

  /** Asks what is not known and not asked yet. Returns at once. */
  void ask(
      FencingToken token,
      String service,
      Approval approval,
      List<HostVerdict> verdicts,
      FleetSnapshot snapshot) {
    List<String> good =
        verdicts.stream()
            .filter(host -> host.verdictOrNull() == Verdict.IN_PARITY)
            .map(HostVerdict::host)
            .toList();
    for (HostVerdict host : verdicts) {
      if (host.isPending()) {
        length(service, host.host(), snapshot)
            .map(length -> new Question(service, approval.key().secring(), length))
            .ifPresent(question -> ask(token, good, question));
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

  private void ask(FencingToken token, List<String> good, Question question) {
    Optional<String> host;
    synchronized (this) {
      Asked before = asked.computeIfAbsent(question, it -> new Asked());
      host = before.open ? Optional.empty() : before.next(good);
      before.open |= host.isPresent();
    }
    host.ifPresent(
        it -> {
          var unused =
              report(token, it, question)
                  .whenComplete((reply, failure) -> take(it, question, reply, failure));
        });
  }

  private CompletableFuture<ReportReply> report(
      FencingToken token, String host, Question question) {
    try {
      return agents.report(
          AgentCall.read(token, question.service(), host, DEADLINE),
          ReportRequest.newBuilder().addPrefixLengths(question.length()).build());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void take(
      String host, Question question, @Nullable ReportReply reply, @Nullable Throwable failure) {
    // The host may have drifted since it was chosen: then it says nothing about the approved file.
    boolean isHeard =
        reply != null && HostFacts.of(reply.getReport()).secring().equals(question.whole().hex());
    Optional<Digest> digest =
        reply == null || !isHeard ? Optional.empty() : digest(question, reply.getReport());
    digest.ifPresent(it -> prefixes.learn(question.whole(), question.length(), it));
    synchronized (this) {
      Asked before = asked.computeIfAbsent(question, it -> new Asked());
      before.open = false;
      if (!isHeard) {
        before.silent.add(host);
      } else if (digest.isEmpty()) {
        before.unwilling.add(host);
      }
    }
    if (digest.isPresent()) {
      answered.accept(question.service());
    } else {
      log.debug(
          "{}: {} does not tell whether a file of {} bytes is the beginning of the approved one",
          question.service(),
          host,
          question.length(),
          failure);
    }
  }

  /** An agent that answers with anything but a digest does not tell. */
  private static Optional<Digest> digest(Question question, HostReport report) {
    try {
      return report.getPrefixDigestsList().stream()
          .filter(digest -> digest.getLength() == question.length())
          .map(PrefixDigest::getSha256)
          .findFirst()
          .map(Digest::new);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
