package dev.keyparity.coordinator.fleet;

import dev.keyparity.coordinator.inventory.ServiceSpec;
import dev.keyparity.coordinator.leadership.Leadership;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.daemon.fencing.FencingToken;
import dev.keyparity.proto.agent.v1.FenceReply;
import dev.keyparity.proto.agent.v1.FenceRequest;
import dev.keyparity.proto.agent.v1.ReportReply;
import dev.keyparity.proto.agent.v1.ReportRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fence barrier over agent calls. Thread-safe. */
final class AgentFenceBarrier implements FenceBarrier {
  private final AgentCalls calls;
  private final Leadership leadership;
  private final Duration deadline;
  private final Executor blocking;

  /**
   * @param deadline for each of the two rounds
   * @param blocking runs the raising of the epoch, which waits for the record store
   */
  AgentFenceBarrier(AgentCalls calls, Leadership leadership, Duration deadline, Executor blocking) {
    this.calls = calls;
    this.leadership = leadership;
    this.deadline = deadline;
    this.blocking = blocking;
  }

  /** What a host answered; one of the two is there. */
  private record Answer<T>(String host, @Nullable T value, @Nullable KeyparityException failure) {}

  @Override
  public CompletableFuture<Fenced> raise(ServiceSpec service, FencingToken token) {
    return ask(service, host -> calls.report(read(service, host, token), noReport()))
        .thenApplyAsync(answers -> above(answers, token), blocking)
        .thenCompose(
            raised ->
                ask(service, host -> calls.fence(read(service, host, raised), noFence()))
                    .thenApply(answers -> fenced(answers, raised)));
  }

  private AgentCall read(ServiceSpec service, String host, FencingToken token) {
    return AgentCall.read(token, service.service(), host, deadline);
  }

  private static ReportRequest noReport() {
    return ReportRequest.getDefaultInstance();
  }

  private static FenceRequest noFence() {
    return FenceRequest.getDefaultInstance();
  }

  private <T> CompletableFuture<List<Answer<T>>> ask(
      ServiceSpec service, Function<String, CompletableFuture<T>> question) {
    List<CompletableFuture<Answer<T>>> answers =
        service.agentHosts().stream()
            .map(host -> question.apply(host).handle((v, e) -> new Answer<>(host, v, named(e))))
            .toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(all -> answers.stream().map(CompletableFuture::join).toList());
  }

  private static @Nullable KeyparityException named(@Nullable Throwable failure) {
    if (failure == null) {
      return null;
    }
    Throwable bare =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return bare instanceof KeyparityException already
        ? already
        : new KeyparityException(ErrorCode.INTERNAL, "fence barrier: " + bare, "", bare);
  }

  /** Our token, raised above whatever an agent has bound itself to that is not ours. */
  private FencingToken above(List<Answer<ReportReply>> answers, FencingToken token) {
    long highest = 0;
    for (Answer<ReportReply> answer : answers) {
      if (answer.value() != null) {
        AgentHeader seen = AgentHeader.of(answer.value().getReply());
        boolean ours = seen.highestHolder().equals(token.holder());
        boolean inTheWay = seen.highestEpoch() > token.epoch() || !ours;
        if (inTheWay) {
          highest = Math.max(highest, seen.highestEpoch());
        }
      }
    }
    if (highest >= token.epoch()) {
      return leadership.raiseAbove(token, highest);
    }
    if (!leadership.holds(token)) {
      throw new KeyparityException(
          ErrorCode.STALE_LEADER, "leadership: %s is over (expected: present)".formatted(token));
    }
    return token;
  }

  private static Fenced fenced(List<Answer<FenceReply>> answers, FencingToken token) {
    Map<String, List<String>> underWay = new TreeMap<>();
    Map<String, String> silent = new TreeMap<>();
    for (Answer<FenceReply> answer : answers) {
      KeyparityException failure = answer.failure();
      if (answer.value() != null) {
        underWay.put(answer.host(), List.copyOf(answer.value().getUnderWayList()));
      } else if (failure != null && failure.code() == ErrorCode.STALE_LEADER) {
        throw failure;
      } else {
        silent.put(answer.host(), failure == null ? "no answer" : failure.operatorMessage());
      }
    }
    return new Fenced(token, underWay, silent);
  }
}
