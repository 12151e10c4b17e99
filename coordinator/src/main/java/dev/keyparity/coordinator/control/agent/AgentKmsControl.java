package dev.keyparity.coordinator.control.agent;

import dev.keyparity.coordinator.control.KmsControl;
import dev.keyparity.coordinator.fleet.AgentCall;
import dev.keyparity.coordinator.fleet.AgentCalls;
import dev.keyparity.daemon.fault.ErrorCode;
import dev.keyparity.daemon.fault.KeyparityException;
import dev.keyparity.proto.agent.v1.AskPermitReply;
import dev.keyparity.proto.agent.v1.AskPermitRequest;
import dev.keyparity.proto.agent.v1.ControlReply;
import dev.keyparity.proto.agent.v1.ControlRequest;
import dev.keyparity.proto.agent.v1.GivePermitReply;
import dev.keyparity.proto.agent.v1.GivePermitRequest;
import dev.keyparity.proto.agent.v1.SettingChange;
import dev.keyparity.proto.agent.v1.WriteSettingRequest;
import dev.keyparity.proto.document.v1.PeerSigned;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Starts, stops and configures a KMS through its agent. Thread-safe; keeps nothing. */
public final class AgentKmsControl implements KmsControl {
  /** An ask dies 5 s after its nonce was made: a permit that takes longer comes too late. */
  private static final Duration PERMIT_DEADLINE = Duration.ofSeconds(3);

  private final AgentCalls calls;

  public AgentKmsControl(AgentCalls calls) {
    this.calls = calls;
  }

  @Override
  public CompletableFuture<Controlled> stop(AgentCall stop, Permits permits) {
    AgentCall ask = stop.beside(stop.host(), "ask-permit").within(PERMIT_DEADLINE);
    AskPermitRequest request =
        AskPermitRequest.newBuilder().addAllServesAgain(permits.servesAgain()).build();
    return calls
        .askPermit(ask, request)
        .thenCompose(asked -> permitsOf(stop, permits.others(), asked))
        .thenCompose(given -> control(stop, ControlRequest.Action.STOP, given));
  }

  private CompletableFuture<List<PeerSigned>> permitsOf(
      AgentCall stop, List<String> others, AskPermitReply asked) {
    GivePermitRequest request = GivePermitRequest.newBuilder().setAsk(asked.getAsk()).build();
    List<CompletableFuture<PeerSigned>> permits =
        others.stream().map(other -> permitOf(stop, other, request)).toList();
    return CompletableFuture.allOf(permits.toArray(CompletableFuture[]::new))
        .thenApply(all -> permits.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<PeerSigned> permitOf(
      AgentCall stop, String other, GivePermitRequest request) {
    AgentCall give = stop.beside(other, "give-permit-to-" + stop.host()).within(PERMIT_DEADLINE);
    return calls
        .givePermit(give, request)
        .handle(
            (reply, failure) -> {
              if (failure != null) {
                throw noPermit(stop.host(), other, failure);
              }
              return permitIn(reply, stop.host(), other);
            });
  }

  private static PeerSigned permitIn(GivePermitReply reply, String host, String other) {
    if (!reply.hasPermit()) {
      throw new KeyparityException(
          ErrorCode.PERMIT_MISSING,
          "stop of %s: the agent of %s answered without a permit".formatted(host, other));
    }
    return reply.getPermit();
  }

  private static KeyparityException noPermit(String host, String other, Throwable failure) {
    Throwable bare =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (bare instanceof KeyparityException named) {
      return new KeyparityException(
              ErrorCode.PERMIT_MISSING,
              "stop of %s: %s gave no permit: %s".formatted(host, other, named.operatorMessage()),
              named.whatToDo(),
              named)
          .withRule("I4")
          .withContext("refused_by", other)
          .withContext("refused_with", named.code().name());
    }
    return new KeyparityException(
        ErrorCode.INTERNAL, "stop of %s: permit of %s: %s".formatted(host, other, bare), "", bare);
  }

  @Override
  public CompletableFuture<Controlled> finishStop(AgentCall stop) {
    return control(stop, ControlRequest.Action.STOP, List.of());
  }

  @Override
  public CompletableFuture<Controlled> start(AgentCall start) {
    return control(start, ControlRequest.Action.START, List.of());
  }

  @Override
  public CompletableFuture<Controlled> withdrawStop(AgentCall withdraw) {
    return control(withdraw, ControlRequest.Action.WITHDRAW_STOP, List.of());
  }

  private CompletableFuture<Controlled> control(
      AgentCall call, ControlRequest.Action action, List<PeerSigned> permits) {
    ControlRequest request =
        ControlRequest.newBuilder().setAction(action).addAllPermits(permits).build();
    return calls.control(call, request).thenApply(AgentKmsControl::controlled);
  }

  private static Controlled controlled(ControlReply reply) {
    return new Controlled(reply.getReply().getReceipt(), reply.getKms());
  }

  @Override
  public CompletableFuture<Configured> configure(AgentCall change, List<SettingChange> settings) {
    WriteSettingRequest request = WriteSettingRequest.newBuilder().addAllChanges(settings).build();
    return calls
        .writeSetting(change, request)
        .thenApply(
            reply ->
                new Configured(
                    reply.getReply().getReceipt(), reply.getFileSha256(), reply.getBackupFile()));
  }
}
