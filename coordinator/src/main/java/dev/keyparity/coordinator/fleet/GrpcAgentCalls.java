package dev.keyparity.coordinator.fleet;

import com.google.protobuf.Message;
import dev.keyparity.coordinator.fleet.AgentChannels.Agent;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.agent.v1.AgentGrpc;
import dev.keyparity.proto.agent.v1.AuditLine;
import dev.keyparity.proto.agent.v1.GetCopyRequest;
import dev.keyparity.proto.agent.v1.PutCopyReply;
import dev.keyparity.proto.agent.v1.ReadAuditRequest;
import io.grpc.CallOptions;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Calls to agents over their channels. Thread-safe. */
final class GrpcAgentCalls implements AgentCalls {
  /** The agent's deadline begins when the request arrives; this is for the way there and back. */
  private static final Duration ON_THE_WAY = Duration.ofSeconds(2);

  private final AgentChannels channels;
  private final FaultWords words;
  private final RandomGenerator random;
  private final RpcObserver observer;

  GrpcAgentCalls(
      AgentChannels channels, FaultWords words, RandomGenerator random, RpcObserver observer) {
    this.channels = channels;
    this.words = words;
    this.random = random;
    this.observer = observer;
  }

  @Override
  public <Q extends Message, R extends Message> CompletableFuture<R> invoke(
      AgentRpc<Q, R> rpc, AgentCall call, Q request) {
    return begun(
        rpc.name(),
        call,
        open -> {
          CompletableFuture<R> answer = new CompletableFuture<>();
          ClientCalls.asyncUnaryCall(
              channels.channel(open.agent()).newCall(rpc.method(), options(call)),
              rpc.withEnvelope(request, open.exchange().envelope()),
              new Only<>(answer));
          return answer.thenApply(
              reply -> {
                open.exchange().check(rpc.headerOf(reply));
                return reply;
              });
        });
  }

  @Override
  public CompletableFuture<List<AuditLine>> readAudit(AgentCall call, ReadAuditRequest request) {
    return begun(
        "ReadAudit",
        call,
        open -> {
          // Each line proves its place in the chain by itself; there is no header to check.
          CompletableFuture<List<AuditLine>> answer = new CompletableFuture<>();
          ClientCalls.asyncServerStreamingCall(
              channels.channel(open.agent()).newCall(AgentGrpc.getReadAuditMethod(), options(call)),
              request.toBuilder().setEnvelope(open.exchange().envelope()).build(),
              new All<>(answer));
          return answer;
        });
  }

  @Override
  public CompletableFuture<PutCopyReply> relayCopy(
      AgentCall from, GetCopyRequest request, AgentCall to) {
    return begun(
        "PutCopy",
        to,
        target -> {
          Open source = open(from);
          CopyRelay relay =
              new CopyRelay(
                  failure -> words.explain(failure, source.agent()),
                  failure -> words.explain(failure, target.agent()),
                  target.exchange());
          relay.start(
              channels.channel(source.agent()).newCall(AgentGrpc.getGetCopyMethod(), options(from)),
              request.toBuilder().setEnvelope(source.exchange().envelope()).build(),
              channels.channel(target.agent()).newCall(AgentGrpc.getPutCopyMethod(), options(to)));
          return relay.answer();
        });
  }

  /** A call about to be made. */
  private record Open(Agent agent, Exchange exchange) {}

  private Open open(AgentCall call) {
    Agent agent = channels.agent(call.service(), call.host());
    return new Open(agent, Exchange.of(call, agent.toString(), random));
  }

  private static CallOptions options(AgentCall call) {
    return CallOptions.DEFAULT.withDeadlineAfter(
        call.deadline().plus(ON_THE_WAY).toMillis(), TimeUnit.MILLISECONDS);
  }

  private <T> CompletableFuture<T> begun(
      String rpc, AgentCall call, Function<Open, CompletableFuture<T>> begin) {
    long start = System.nanoTime();
    Agent agent;
    CompletableFuture<T> raw;
    try {
      Open open = open(call);
      agent = open.agent();
      raw = begin.apply(open);
    } catch (KeyparityException e) {
      return CompletableFuture.failedFuture(e);
    }
    return raw.handle(
        (value, failure) -> {
          KeyparityException named = failure == null ? null : named(failure, agent);
          observer.ended(
              rpc,
              call.host(),
              Optional.ofNullable(named).map(KeyparityException::code),
              Duration.ofNanos(System.nanoTime() - start));
          if (named != null) {
            throw named;
          }
          return value;
        });
  }

  private KeyparityException named(Throwable failure, Agent agent) {
    Throwable bare =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return bare instanceof KeyparityException already ? already : words.explain(bare, agent);
  }

  /** Waits for exactly one message. */
  private static final class Only<R> implements StreamObserver<R> {
    private final CompletableFuture<R> answer;
    private @Nullable R value;

    Only(CompletableFuture<R> answer) {
      this.answer = answer;
    }

    @Override
    public void onNext(R message) {
      value = message;
    }

    @Override
    public void onError(Throwable failure) {
      answer.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      R message = value;
      if (message == null) {
        answer.completeExceptionally(
            new KeyparityException(
                ErrorCode.PROTOCOL_UNSUPPORTED, "the agent ended without a reply"));
      } else {
        answer.complete(message);
      }
    }
  }

  /** Collects a bounded stream. */
  private static final class All<R> implements StreamObserver<R> {
    /** Far above what an agent hands out at once; a bound on what a lying one makes us hold. */
    private static final int MOST = 100_000;

    private final CompletableFuture<List<R>> answer;
    private final List<R> messages = new ArrayList<>();

    All(CompletableFuture<List<R>> answer) {
      this.answer = answer;
    }

    @Override
    public void onNext(R message) {
      if (messages.size() == MOST) {
        throw new IllegalStateException("stream: more than " + MOST + " messages");
      }
      messages.add(message);
    }

    @Override
    public void onError(Throwable failure) {
      answer.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      answer.complete(List.copyOf(messages));
    }
  }
}
